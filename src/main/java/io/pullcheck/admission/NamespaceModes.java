package io.pullcheck.admission;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Tells the mode of a namespace.
@FunctionalInterface
public interface NamespaceModes {

  /// The mode, [Mode#OFF] where `--namespaces` or `--namespace-label` leave the namespace out;
  /// nothing if it cannot be found out. Does not block: a review waits for the answer, and goes on
  /// without it if it takes too long.
  CompletableFuture<Optional<Mode>> of(String namespace);
}
