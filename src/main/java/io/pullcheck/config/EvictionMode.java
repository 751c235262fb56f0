package io.pullcheck.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What an eviction is answered of a pod whose replacement will not start, because an image is
/// gone.
public enum EvictionMode {
  /// Evictions are not looked at.
  OFF,
  /// The pod goes, with a warning.
  WARN,
  /// The pod stays for a while, until the image is back or `--eviction-hold` is over.
  HOLD;

  /// The namespace's label that chooses it.
  public static final String LABEL = "pullcheck.io/evictions";

  /// The mode of that word; nothing for any other.
  public static Optional<EvictionMode> of(String word) {
    return Stream.of(values()).filter(mode -> mode.toString().equals(word)).findFirst();
  }

  /// The mode that applies where it is not certain that this one does: nothing is held by mistake.
  public EvictionMode withoutHold() {
    return this == HOLD ? WARN : this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
