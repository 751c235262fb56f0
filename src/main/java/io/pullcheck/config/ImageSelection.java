package io.pullcheck.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Which images are checked: those that an allowed expression matches (all, if there is none) and
/// that no ignored expression matches.
///
/// Expressions are of RE2, so that they mean what they mean in Go, and cannot take exponential
/// time. They are searched for in the image as written in the workload, and need not match all of
/// it.
public record ImageSelection(List<Pattern> allowed, List<Pattern> ignored)
    implements Predicate<String> {

  public ImageSelection {
    allowed = List.copyOf(allowed);
    ignored = List.copyOf(ignored);
  }

  /// Reads expressions that are separated by tildes.
  ///
  /// @throws UsageError if one is not valid
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
