package io.pullcheck.kubernetes.watch;

import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All workloads that the informers know, and the gate to the listener: a workload passes while its
/// namespace is watched. What has not changed since it last passed is not reported again, so the
/// many updates of an object's status end here.
final class NamespaceGate {

  private final WorkloadListener listener;
  private final Namespaces namespaces;
  private final Map<String, InNamespace> known = new TreeMap<>();

  private static final class InNamespace {
    private final Map<WorkloadId, Workload> workloads = new TreeMap<>();
    private boolean watched;
  }

  NamespaceGate(WorkloadListener listener, Namespaces namespaces) {
    this.listener = listener;
    this.namespaces = namespaces;
  }

  synchronized void put(Workload workload) {
    InNamespace there = known.computeIfAbsent(workload.id().namespace(), this::newNamespace);
    Workload before = there.workloads.put(workload.id(), workload);
    if (there.watched && !workload.equals(before)) {
      listener.replaced(workload);
    }
  }

  synchronized void remove(WorkloadId id) {
    InNamespace there = known.get(id.namespace());
    if (there == null || there.workloads.remove(id) == null) {
      return;
    }
    if (there.workloads.isEmpty()) {
      known.remove(id.namespace());
    }
    if (there.watched) {
      listener.removed(id);
    }
  }

  synchronized void namespacePut(NamespaceObject namespace) {
    namespaces.put(namespace);
    reconsider(namespace.name());
  }

  synchronized void namespaceRemoved(String name) {
    namespaces.remove(name);
    reconsider(name);
  }

  /// Any namespace may be watched now that was not, or the other way round.
  synchronized void reconsiderAll() {
    Set.copyOf(known.keySet()).forEach(this::reconsider);
  }

  synchronized void credentialsChanged(String namespace) {
    listener.credentialsChanged(namespace);
  }

  private void reconsider(String namespace) {
    InNamespace there = known.get(namespace);
    if (there == null || there.watched == namespaces.watched(namespace)) {
      return;
    }
    there.watched = !there.watched;
    if (there.watched) {
      there.workloads.values().forEach(listener::replaced);
    } else {
      there.workloads.keySet().forEach(listener::removed);
    }
  }

  private InNamespace newNamespace(String name) {
    InNamespace there = new InNamespace();
    there.watched = namespaces.watched(name);
    return there;
  }
}
