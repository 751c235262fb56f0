package io.pullcheck.registry;

import io.pullcheck.model.ContainerRuntime;

/// What a manifest is asked for, which decides what counts as an answer.
enum Purpose {
  /// To resolve a reference as containerd does: HEAD decides, and its headers must name type,
  /// digest and size.
  RESOLVE_BY_HEAD,
  /// To resolve a reference as CRI-O does, which asks by GET. A HEAD spares that where it succeeds.
  RESOLVE_BY_GET,
  /// Its content is known; is it still there? A node asks by GET.
  PRESENCE,
  /// For its content, by a digest.
  CONTENT;

  static Purpose resolving(ContainerRuntime runtime) {
    return switch (runtime) {
      case CONTAINERD -> RESOLVE_BY_HEAD;
      case CRI_O -> RESOLVE_BY_GET;
    };
  }
}
