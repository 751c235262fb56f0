package io.pullcheck.admission;

/// Says what admission does where; the cluster's namespaces and the flags stand behind it.
@FunctionalInterface
public interface NamespaceModes {

  /// The mode of a namespace; [Mode#OFF] where `--namespaces` or `--namespace-label` leave it out.
  /// Answers from memory: a review waits for it.
  Mode mode(String namespace);
}
