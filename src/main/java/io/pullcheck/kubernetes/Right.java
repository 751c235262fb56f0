package io.pullcheck.kubernetes;

import java.util.Comparator;
import java.util.Objects;

/// A right in the sense of RBAC: verbs on a resource.
///
/// @param verbs as in a role: `get`, `list, watch`
/// @param resource in the plural, as in a role; that of a CRD with its group:
///   `rollouts.argoproj.io`
/// @param namespace empty: in the whole cluster
public record Right(String verbs, String resource, String namespace) implements Comparable<Right> {

  private static final Comparator<Right> ORDER =
      Comparator.comparing(Right::resource)
          .thenComparing(Right::namespace)
          .thenComparing(Right::verbs);

  public Right {
    Objects.requireNonNull(verbs, "verbs");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(namespace, "namespace");
  }

  /// Whether its resource comes with a CRD, so that it may not be there.
  public boolean isOfCustomResource() {
    return resource.contains(".");
  }

  @Override
  public int compareTo(Right other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String what = verbs + " " + resource;
    return namespace.isEmpty() ? what : what + " in namespace " + namespace;
  }
}
