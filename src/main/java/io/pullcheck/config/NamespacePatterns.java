package io.pullcheck.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Names of namespaces, or patterns in which a star stands for any characters: `team-*`.
public record NamespacePatterns(List<String> patterns) implements Predicate<String> {

  public static final NamespacePatterns NONE = new NamespacePatterns(List.of());

  private static final Pattern ALLOWED = Pattern.compile("[-a-z0-9*]{1,63}");

  /// @throws UsageError if one cannot match the name of any namespace
  public NamespacePatterns(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
    for (String each : this.patterns) {
      if (!ALLOWED.matcher(each).matches()) {
        throw UsageError.value(each, "is not a namespace", "names or patterns such as team-*");
      }
    }
  }

  /// Whether one of them is, or matches, the namespace.
  @Override
  public boolean test(String namespace) {
    return patterns.stream().anyMatch(each -> matches(each, namespace));
  }

  // Without regular expressions: stars could make one of them take exponential time.
  private static boolean matches(String pattern, String name) {
    List<String> parts = Arrays.asList(pattern.split("\\*", -1));
    if (parts.size() == 1) {
      return pattern.equals(name);
    }
    int at = parts.getFirst().length();
    if (!name.startsWith(parts.getFirst())) {
      return false;
    }
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = name.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return name.length() - at >= parts.getLast().length() && name.endsWith(parts.getLast());
  }
}
