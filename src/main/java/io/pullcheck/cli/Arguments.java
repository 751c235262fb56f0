package io.pullcheck.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Rewrites command lines that Go programs accept to what picocli accepts: `-check-interval=5m`
/// becomes `--check-interval=5m`, a boolean flag without `=` becomes `=true`, a missing command
/// becomes `serve`, and of a flag that is given twice only the last one stays.
final class Arguments {

  private static final String SERVE = "serve";
  private static final Set<String> NO_COMMAND =
      Set.of("-h", "--help", "-help", "-V", "--version", "-version");

  private Arguments() {}

  static List<String> normalise(String[] args, CommandLine commands) {
    List<String> words = spelledOut(args);
    if (words.isEmpty() || isServeWithoutItsName(words.getFirst())) {
      words.addFirst(SERVE);
    }
    CommandLine command = commands.getSubcommands().get(words.getFirst());
    return normalised(
        words, command == null ? commands.getCommandSpec() : command.getCommandSpec());
  }

  // As git and kubectl have them: `help scan` and `version`.
  private static List<String> spelledOut(String[] args) {
    List<String> words = new ArrayList<>(List.of(args));
    switch (words.isEmpty() ? "" : words.getFirst()) {
      case "help" -> {
        words.removeFirst();
        words.add("--help");
      }
      case "version" -> words.set(0, "--version");
      default -> {
        // A command of ours, or none.
      }
    }
    return words;
  }

  /// As [#normalise], for a command that is the only one.
  static List<String> normalisePlugin(String[] args, CommandLine command) {
    return normalised(List.of(args), command.getCommandSpec());
  }

  private static List<String> normalised(List<String> words, CommandSpec spec) {
    Set<String> flags = spec.optionsMap().keySet();
    Set<String> switches =
        spec.options().stream()
            .filter(option -> option.type() == Boolean.class)
            .map(OptionSpec::longestName)
            .collect(Collectors.toSet());
    List<String> normalised = new ArrayList<>();
    boolean optionsEnded = false;
    for (String word : words) {
      optionsEnded |= word.equals("--");
      normalised.add(optionsEnded ? word : flag(word, flags, switches));
    }
    return lastOfEach(normalised, singles(spec));
  }

  private static Set<String> singles(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.isMultiValue() && option.type() != boolean.class)
        .map(OptionSpec::longestName)
        .collect(Collectors.toSet());
  }

  /// Drops all but the last of a flag that is given twice, as Go does. Picocli would set all other
  /// flags of its group back to their defaults.
  private static List<String> lastOfEach(List<String> words, Set<String> singles) {
    Deque<String> kept = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    int end = words.contains("--") ? words.indexOf("--") : words.size();
    words.subList(end, words.size()).reversed().forEach(kept::addFirst);
    for (int i = end - 1; i >= 0; i--) {
      boolean isValue = i > 0 && singles.contains(words.get(i - 1));
      String flag = isValue ? words.get(i - 1) : words.get(i);
      String name = flag.replaceFirst("=.*", "");
      boolean keep = !singles.contains(name) || seen.add(name);
      if (keep) {
        kept.addFirst(words.get(i));
      }
      if (isValue) {
        i--;
        if (keep) {
          kept.addFirst(words.get(i));
        }
      }
    }
    return List.copyOf(kept);
  }

  private static boolean isServeWithoutItsName(String first) {
    return first.startsWith("-") && !NO_COMMAND.contains(first);
  }

  private static String flag(String word, Set<String> flags, Set<String> switches) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 ? "" : word.substring(equals);
    String full = !name.startsWith("--") && flags.contains("-" + name) ? "-" + name : name;
    return full + (value.isEmpty() && switches.contains(full) ? "=true" : value);
  }
}
