package io.pullcheck.model;

import java.util.List;
import java.util.Objects;

/// Where a workload's own credentials come from; equal for workloads that share them.
///
/// @param namespace whose secrets count
/// @param names the pod template's `imagePullSecrets`, in order, as [#bounded] leaves them
/// @param serviceAccount whose secrets count if the template names none; empty if it does
public record PullSecrets(String namespace, List<String> names, String serviceAccount) {

  /// The most pull secrets of one workload that are looked up. A node looks up all of them for each
  /// of its pulls; real workloads name one or two.
  public static final int MOST = 50;

  // Characters of an object's name in Kubernetes.
  private static final int LONGEST_NAME = 253;

  public PullSecrets {
    Objects.requireNonNull(namespace, "namespace");
    names = bounded(names);
    // A template's own list hides its service account, so that it must not tell two equal ones
    // apart.
    serviceAccount = names.isEmpty() ? serviceAccount : "";
  }

  /// Each name once, at its first place; of more than [#MOST] one more than that. A name that is
  /// too long to be one becomes a shorter one that is still too long: there is no such secret.
  public static List<String> bounded(List<String> names) {
    return names.stream()
        .map(name -> name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name)
        .distinct()
        .limit(MOST + 1L)
        .toList();
  }
}
