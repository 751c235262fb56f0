package io.pullcheck.admission;

/// What admission does in a namespace.
public enum Mode {
  /// Images that are not available are warned of; the object is created.
  WARN,
  /// As [#WARN], but an object with an image that is definitely absent or malformed is refused.
  DENY,
  /// As [#WARN], because the namespace's label has none of the words; its users are told.
  UNKNOWN,
  /// Nothing is looked at.
  OFF;

  /// The namespace's label that chooses it.
  public static final String LABEL = "pullcheck.io/mode";

  /// Whether an object may be refused.
  boolean refuses() {
    return this == DENY;
  }

  /// The mode of a namespace.
  ///
  /// @param label the value of [#LABEL], empty if the namespace has none or no value; a word that
  ///   is none of the three is [#UNKNOWN], because a typing error must neither refuse nor silence
  public static Mode of(String label) {
    return switch (label) {
      case "deny" -> DENY;
      case "off" -> OFF;
      case "warn", "" -> WARN;
      default -> UNKNOWN;
    };
  }
}
