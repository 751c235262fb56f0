package io.pullcheck.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Which images are looked at: when some allowed expression matches (or there is none) and no
/// ignored one does.
///
/// Expressions are RE2's, so that Go's syntax means the same and nothing backtracks; they need not
/// match the whole image, which is taken as written in the workload.
public record ImageSelection(List<Pattern> allowed, List<Pattern> ignored)
    implements Predicate<String> {

  public ImageSelection {
    allowed = List.copyOf(allowed);
    ignored = List.copyOf(ignored);
  }

  /// Reads expressions that are separated by tildes.
  public static List<Pattern> expressions(String text) {
    return Arrays.stream(text.split("~"))
        .filter(each -> !each.isEmpty())
        .map(ImageSelection::compile)
        .toList();
  }

  private static Pattern compile(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw UsageError.value(
          expression,
          "is not a regular expression: " + e.getDescription(),
          "RE2 expressions, separated by ~");
    }
  }

  @Override
  public boolean test(String image) {
    return (allowed.isEmpty() || anyFoundIn(image, allowed)) && !anyFoundIn(image, ignored);
  }

  private static boolean anyFoundIn(String image, List<Pattern> expressions) {
    return expressions.stream().anyMatch(each -> each.matcher(image).find());
  }
}
