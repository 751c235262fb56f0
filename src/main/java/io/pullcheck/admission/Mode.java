package io.pullcheck.admission;

/// What admission does in a namespace.
public enum Mode {
  /// Images that are not available are warned of; the object is created.
  WARN,
  /// As [#WARN], but an object with an image that is definitely absent or malformed is refused.
  DENY,
  /// As [#DENY], by the operator's word: the namespace's label does not change it.
  PINNED_DENY,
  /// Nothing is looked at.
  OFF;

  /// The namespace's label that chooses it.
  public static final String LABEL = "pullcheck.io/mode";

  /// Whether an object may be refused.
  boolean refuses() {
    return this == DENY || this == PINNED_DENY;
  }

  /// What a refusal says of how to get past it.
  ///
  /// @param namespace printable
  String wayOut(String namespace) {
    return this == PINNED_DENY
        ? "your cluster's operator has set deny mode for this namespace: ask there"
        : "to get past this: kubectl label namespace "
            + namespace
            + " "
            + LABEL
            + "=warn --overwrite";
  }

  /// The mode of a namespace.
  ///
  /// @param label the value of [#LABEL], empty if the namespace has none; a word that is none of
  ///   the three means [#WARN], because a typing error must neither refuse nor silence
  public static Mode of(String label) {
    return switch (label) {
      case "deny" -> DENY;
      case "off" -> OFF;
      default -> WARN;
    };
  }
}
