package io.pullcheck.kubernetes.watch;

import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadListener;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// All workloads that the informers know, and the gate to the listener: a workload passes while its
/// namespace is watched. What has not changed since it last passed is not reported again, so the
/// many updates of an object's status end here. Safe for use by many threads; the listeners are
/// called by one thread at a time.
final class NamespaceGate {

  private static final String NO_ROOM =
      "the workloads of its namespace, or all, have more images than the memory limit is for";
  // Bytes that an image takes here, in the inventory, in the queue and in a scrape, besides its
  // texts: ServeBench measures about as much a container.
  private static final int IMAGE = 1_500;
  // The same of a label that is exported.
  private static final int LABEL = 200;

  private final WorkloadListener listener;
  private final Consumer<String> credentialsListener;
  private final Namespaces namespaces;
  private final NamespaceShares shares;
  private final Map<String, InNamespace> known = new TreeMap<>();

  private static final class InNamespace {
    private final Map<WorkloadId, Workload> workloads = new TreeMap<>();
    private boolean watched;
  }

  /// @param credentialsListener hears of namespaces whose pull secrets or service accounts changed
  /// @param shares what all workloads may take, with what is known of their images
  NamespaceGate(
      WorkloadListener listener,
      Consumer<String> credentialsListener,
      Namespaces namespaces,
      NamespaceShares shares) {
    this.shares = shares;
    this.listener = listener;
    this.credentialsListener = credentialsListener;
    this.namespaces = namespaces;
  }

  /// @throws IllegalStateException if there is no memory for it; an earlier version of it stays
  synchronized void put(Workload workload) {
    if (!shares.replace(workload.id().namespace(), bytes(workload.id()), bytes(workload))) {
      throw new IllegalStateException(NO_ROOM);
    }
    InNamespace there = known.computeIfAbsent(workload.id().namespace(), this::newNamespace);
    Workload before = there.workloads.put(workload.id(), workload);
    if (there.watched && !workload.equals(before)) {
      listener.replace(workload);
    }
  }

  synchronized void remove(WorkloadId id) {
    InNamespace there = known.get(id.namespace());
    Workload before = there == null ? null : there.workloads.remove(id);
    if (there == null || before == null) {
      return;
    }
    var _ = shares.replace(id.namespace(), bytes(before), 0);
    if (there.workloads.isEmpty()) {
      known.remove(id.namespace());
    }
    if (there.watched) {
      listener.remove(id);
    }
  }

  synchronized void namespacePut(ApiObject namespace) {
    namespaces.put(namespace);
    reconsider(namespace.name());
  }

  synchronized void namespaceRemoved(String name) {
    namespaces.remove(name);
    reconsider(name);
  }

  /// To be called when a right has come or gone: any namespace may be watched now that was not, or
  /// the other way round.
  synchronized void reconsiderAll() {
    Set.copyOf(known.keySet()).forEach(this::reconsider);
  }

  synchronized void credentialsChanged(String namespace) {
    credentialsListener.accept(namespace);
  }

  private void reconsider(String namespace) {
    InNamespace there = known.get(namespace);
    if (there == null || there.watched == namespaces.watched(namespace)) {
      return;
    }
    there.watched = !there.watched;
    if (there.watched) {
      there.workloads.values().forEach(listener::replace);
    } else {
      there.workloads.keySet().forEach(listener::remove);
    }
  }

  private long bytes(WorkloadId id) {
    InNamespace there = known.get(id.namespace());
    Workload before = there == null ? null : there.workloads.get(id);
    return before == null ? 0 : bytes(before);
  }

  private static long bytes(Workload workload) {
    long images =
        workload.images().stream()
            .mapToLong(image -> IMAGE + image.image().length() + image.path().length())
            .sum();
    long labels =
        workload.labels().entrySet().stream()
            .mapToLong(label -> LABEL + label.getKey().length() + label.getValue().length())
            .sum();
    return images + labels;
  }

  private InNamespace newNamespace(String name) {
    InNamespace there = new InNamespace();
    there.watched = namespaces.watched(name);
    return there;
  }
}
