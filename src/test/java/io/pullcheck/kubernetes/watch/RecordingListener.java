package io.pullcheck.kubernetes.watch;

import io.pullcheck.testing.Waiting;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps what it hears, as a line each, and what stands at the end.
final class RecordingListener implements WorkloadListener {

  private final List<String> events = new ArrayList<>();
  private final Map<WorkloadId, Workload> standing = new TreeMap<>();

  @Override
  public synchronized void replace(Workload workload) {
    List<String> images = workload.images().stream().map(ContainerImage::image).toList();
    events.add("replaced " + words(workload.id()) + " " + images);
    standing.put(workload.id(), workload);
  }

  @Override
  public synchronized void remove(WorkloadId id) {
    events.add("removed " + words(id));
    standing.remove(id);
  }

  synchronized void credentialsChanged(String namespace) {
    events.add("credentials " + namespace);
  }

  synchronized void unreadable(String kind) {
    events.add("unreadable " + kind);
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  void awaits(String event) {
    Waiting.eventually(() -> events().contains(event));
  }

  synchronized void clear() {
    events.clear();
  }

  synchronized List<Workload> workloads(String namespace) {
    return standing.values().stream()
        .filter(workload -> workload.id().namespace().equals(namespace))
        .toList();
  }

  synchronized List<String> standing() {
    return standing.keySet().stream().map(RecordingListener::words).toList();
  }

  private static String words(WorkloadId id) {
    return id.namespace() + "/" + id.name();
  }
}
