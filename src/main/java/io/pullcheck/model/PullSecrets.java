package io.pullcheck.model;

import java.util.List;
import java.util.Objects;

/// Where a workload's own credentials come from; equal for workloads that share them.
///
/// @param namespace whose secrets count
/// @param names the pod template's `imagePullSecrets`, in order
/// @param serviceAccount whose secrets count if the template names none; empty if it does
public record PullSecrets(String namespace, List<String> names, String serviceAccount) {

  public PullSecrets {
    Objects.requireNonNull(namespace, "namespace");
    names = List.copyOf(names);
    // A template's own list hides its service account, so that it must not tell two equal ones
    // apart.
    serviceAccount = names.isEmpty() ? serviceAccount : "";
  }
}
