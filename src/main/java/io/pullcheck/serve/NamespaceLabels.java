package io.pullcheck.serve;

import io.pullcheck.admission.Mode;
import io.pullcheck.config.EvictionMode;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// What namespaces choose by their labels, within what the flags let them.
///
/// @param events hears of labels that have none of the words
/// @param lookups where namespaces that are not watched are asked for
record NamespaceLabels(
    ServeConfig config,
    ClusterInformers informers,
    Optional<WorkloadEvents> events,
    Executor lookups) {

  private static final String MODES = "warn, deny or off";
  private static final String EVICTION_MODES = "warn, hold or off";

  /// What admission does in a namespace.
  CompletableFuture<Optional<Mode>> mode(String namespace) {
    return config.selection().pinsDeny(namespace)
        ? CompletableFuture.completedFuture(Optional.of(Mode.DENY))
        : lookUp(namespace, () -> labelledMode(namespace));
  }

  /// What evictions are answered in a namespace. One that is left out of everything else is left
  /// out of this, too.
  CompletableFuture<Optional<EvictionMode>> evictions(String namespace) {
    return lookUp(
        namespace,
        () ->
            mode(namespace)
                .join()
                .flatMap(
                    mode ->
                        mode == Mode.OFF
                            ? Optional.of(EvictionMode.OFF)
                            : label(namespace, EvictionMode.LABEL)
                                .map(label -> evictionMode(namespace, label))));
  }

  private <T> CompletableFuture<T> lookUp(String namespace, Supplier<T> labelled) {
    return informers.knows(namespace)
        ? CompletableFuture.completedFuture(labelled.get())
        : CompletableFuture.supplyAsync(labelled, lookups);
  }

  private Optional<Mode> labelledMode(String namespace) {
    return informers.watches(namespace)
        ? label(namespace, Mode.LABEL).map(label -> chosen(namespace, label))
        : Optional.of(Mode.OFF);
  }

  private Optional<String> label(String namespace, String key) {
    return informers.namespaceLabels(namespace).map(labels -> labels.getOrDefault(key, ""));
  }

  private Mode chosen(String namespace, String label) {
    Mode mode = Mode.of(label);
    if (mode == Mode.UNKNOWN) {
      tell(namespace, Mode.LABEL, label, MODES);
    }
    return mode;
  }

  // A typing error must neither hold nor silence.
  private EvictionMode evictionMode(String namespace, String label) {
    EvictionMode usual = config.servers().evictions().mode();
    if (label.isEmpty()) {
      return usual;
    }
    Optional<EvictionMode> chosen = EvictionMode.of(label);
    if (chosen.isEmpty()) {
      tell(namespace, EvictionMode.LABEL, label, EVICTION_MODES);
    }
    return chosen.orElse(EvictionMode.WARN);
  }

  private void tell(String namespace, String label, String value, String words) {
    events.ifPresent(
        writer -> writer.happened(new WorkloadEvents.UnknownMode(namespace, label, value, words)));
  }
}
