package io.pullcheck.kubernetes.watch;

import com.github.benmanes.caffeine.cache.Interner;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.workload.RunningPod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Tells a listener of the pods that run. The many updates of a pod's status that change nothing of
/// that end here.
final class Pods implements ReportingStore.Sink {

  // Bytes of a pod and of a container, in the listener's tables too, besides the pod's name: the
  // other texts are shared.
  private static final int POD = 400;
  private static final int CONTAINER = 200;

  private final RunningPod.Listener listener;
  private final NamespaceShares shares;
  private final Map<ApiObject.Name, RunningPod> known = new HashMap<>();
  private final Interner<String> texts = Interner.newWeakInterner();

  /// @param shares what all pods may take
  Pods(RunningPod.Listener listener, NamespaceShares shares) {
    this.listener = listener;
    this.shares = shares;
  }

  /// @throws IllegalStateException if there is no memory for it
  @Override
  public synchronized void put(ApiObject object) {
    Optional<RunningPod> pod = object.workload().runningPod(texts::intern);
    RunningPod before = known.get(object.key());
    if (pod.isEmpty()) {
      remove(object.namespace(), object.name());
    } else if (!pod.get().equals(before)) {
      if (!shares.replace(
          object.namespace(), before == null ? 0 : bytes(before), bytes(pod.get()))) {
        throw new IllegalStateException(
            "the pods of its namespace, or all, are more than the memory limit is for");
      }
      if (before != null) {
        listener.gone(before);
      }
      known.put(object.key(), pod.get());
      listener.added(pod.get());
    }
  }

  @Override
  public synchronized void remove(String namespace, String name) {
    RunningPod before = known.remove(new ApiObject.Name(namespace, name));
    if (before != null) {
      var _ = shares.replace(namespace, bytes(before), 0);
      listener.gone(before);
    }
  }

  private static long bytes(RunningPod pod) {
    return POD + pod.name().length() + (long) CONTAINER * pod.containers().size();
  }
}
