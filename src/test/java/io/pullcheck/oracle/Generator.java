package io.pullcheck.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/// Makes up scenarios of one family after the other, the same ones for the same seed.
final class Generator {

  private final Random random;
  private final List<Scenario> scenarios = new ArrayList<>();
  private String odd = "";

  Generator(long seed) {
    random = new Random(seed);
  }

  List<Scenario> scenarios() {
    return scenarios;
  }

  /// @param make from a domain of its own
  void add(String family, int count, Function<String, Scenario> make) {
    for (int i = 0; i < count; i++) {
      odd = family;
      Scenario made = make.apply("c" + scenarios.size() + ".example");
      scenarios.add(made.named(odd));
    }
  }

  /// The first one mostly, else one of the others, which then stands in the scenario's name.
  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T mostly(String what, T usual, T... others) {
    return random.nextInt(3) > 0 ? usual : any(what, others);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T any(String what, T... of) {
    T chosen = of[random.nextInt(of.length)];
    String text = String.valueOf(chosen);
    odd += "; " + what + " " + (text.length() > 90 ? text.substring(0, 90) + "…" : text);
    return chosen;
  }

  boolean now(String what, int outOf) {
    boolean yes = random.nextInt(outOf) == 0;
    odd += yes ? "; " + what : "";
    return yes;
  }
}
