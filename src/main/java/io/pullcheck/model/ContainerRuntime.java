package io.pullcheck.model;

import java.util.Optional;

/// What pulls images on a node. They differ in how they ask for a manifest.
public enum ContainerRuntime {
  /// Asks by HEAD, whose answer decides.
  CONTAINERD("containerd"),
  /// Asks by GET.
  CRI_O("cri-o");

  private final String word;

  ContainerRuntime(String word) {
    this.word = word;
  }

  /// Reads `containerd` or `cri-o`.
  public static Optional<ContainerRuntime> parse(String text) {
    for (ContainerRuntime each : values()) {
      if (each.word.equals(text)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return word;
  }
}
