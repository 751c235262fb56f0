package io.pullcheck.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The label that a namespace must carry to be watched: `--namespace-label`.
///
/// @param value nothing if any value will do
public record NamespaceLabel(String key, Optional<String> value) {

  private static final Pattern KEY =
      Pattern.compile("(?:[a-z0-9.-]{1,253}/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

  private static final Pattern VALUE =
      Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?");

  /// Reads `KEY` or `KEY=VALUE`.
  ///
  /// @throws UsageError if the text is neither
  public static NamespaceLabel parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
      throw UsageError.value(text, "is not a namespace label", "KEY or KEY=VALUE");
    }
    return new NamespaceLabel(key, equals < 0 ? Optional.empty() : Optional.of(value));
  }

  /// Whether a namespace with these labels carries it.
  public boolean isOn(Map<String, String> labels) {
    String actual = labels.get(key);
    return actual != null && value.map(actual::equals).orElse(true);
  }

  @Override
  public String toString() {
    return key + value.map(text -> "=" + text).orElse("");
  }
}
