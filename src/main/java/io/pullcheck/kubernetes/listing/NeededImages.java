package io.pullcheck.kubernetes.listing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ClusterScope;
import io.pullcheck.config.UsageError;
import io.pullcheck.keep.KeepList;
import io.pullcheck.keep.Needed;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Lists every image that a cluster needs: those of all workloads, also of those that run nothing
/// now; those of all pods; and those that a rollback would start, in ReplicaSets and
/// ControllerRevisions. All that exist count, because `kubectl rollout undo` can go back to each;
/// their controllers delete what is beyond `revisionHistoryLimit`. What has ended for good needs
/// nothing.
///
/// @param scope `node` does not count
/// @param defaultRegistry of names that have none
/// @param digests that are known besides, by image as written
public record NeededImages(
    KubernetesClient client,
    ClusterScope scope,
    String defaultRegistry,
    Map<String, Set<String>> digests) {

  private static final WorkloadKind CONTROLLER_REVISION =
      new WorkloadKind(
          "apps",
          "v1",
          "ControllerRevision",
          "controllerrevisions",
          "data.spec.template.spec",
          Set.of(),
          true);

  // Deployment, ReplicaSet, pod; more where kinds of a CRD stand above.
  private static final int MOST_OWNERS = 8;

  // Pods are read here as every other object is.
  private static final RunningPod.Listener NOBODY =
      new RunningPod.Listener() {
        @Override
        public void added(RunningPod pod) {}

        @Override
        public void gone(RunningPod pod) {}
      };

  private record Key(String namespace, String kind, String name) {}

  /// An object, with what it needs.
  private record Found(
      Key key, Optional<Key> controller, List<String> images, List<RunningPod.Container> pulled) {}

  /// Asks the API server. Blocks.
  public Needed list() {
    List<String> problems = new ArrayList<>();
    Map<Key, Found> found = new HashMap<>();
    Set<Key> selected = new HashSet<>();
    try {
      ClusterListing all = new ClusterListing(client, selecting(""), problems::add, NOBODY);
      List<WorkloadKind> kinds = new ArrayList<>(all.kinds());
      kinds.add(CONTROLLER_REVISION);
      for (WorkloadKind kind : kinds) {
        all.objects(kind, each -> each).forEach(object -> add(found(kind, object), found));
        if (!scope.selector().isEmpty()) {
          new ClusterListing(client, scope, problems::add, NOBODY)
              .objects(kind, each -> each)
              .forEach(object -> selected.add(key(kind, object)));
        }
      }
    } catch (UsageError e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems.isEmpty()
        ? new Needed.Whole(list(found, selected))
        : new Needed.Incomplete(problems.stream().distinct().toList());
  }

  private ClusterScope selecting(String selector) {
    return new ClusterScope(
        scope.kubeconfig(),
        scope.context(),
        scope.namespace(),
        scope.allNamespaces(),
        selector,
        Optional.empty(),
        scope.resources());
  }

  // Of a resource with several pod specs, an object comes once for each.
  private static void add(Found object, Map<Key, Found> found) {
    found.merge(
        object.key,
        object,
        (one, other) ->
            new Found(
                one.key,
                one.controller,
                Stream.concat(one.images.stream(), other.images.stream()).toList(),
                one.pulled));
  }

  private static Key key(WorkloadKind kind, ApiObject object) {
    return new Key(object.namespace(), kind.kind(), object.name());
  }

  private static Found found(WorkloadKind kind, ApiObject object) {
    WorkloadObject workload = object.workload();
    Optional<Key> controller =
        workload.metadata().ownerReferences().stream()
            .filter(owner -> Boolean.TRUE.equals(owner.controller()))
            .findFirst()
            .map(owner -> new Key(object.namespace(), owner.kind(), owner.name()));
    if (workload.hasEnded(kind)) {
      return new Found(key(kind, object), controller, List.of(), List.of());
    }
    boolean pod = kind.equals(WorkloadKind.POD);
    Stream<Workload> workloads =
        pod
            ? Stream.of(
                workload.workload(kind, object.namespace()),
                workload.ephemeralContainers(object.namespace()))
            : Stream.of(workload.workload(kind, object.namespace()));
    return new Found(
        key(kind, object),
        controller,
        workloads.flatMap(each -> each.images().stream()).map(ContainerImage::image).toList(),
        pod
            ? workload.runningPod(text -> text).map(RunningPod::containers).orElse(List.of())
            : List.of());
  }

  private KeepList list(Map<Key, Found> found, Collection<Key> selected) {
    KeepList.Builder list = new KeepList.Builder(defaultRegistry);
    found.values().stream()
        .filter(each -> scope.selector().isEmpty() || isSelected(each, found, selected))
        .forEach(
            each -> {
              each.images.forEach(image -> list.add(image, Optional.empty()));
              each.pulled.forEach(pulled -> list.add(pulled.image(), pulled.digest()));
            });
    list.addDigests(digests);
    return list.build();
  }

  // A template need not have the labels of its workload, so the pods and the old ReplicaSets of one
  // that is selected count with it.
  private static boolean isSelected(Found object, Map<Key, Found> found, Collection<Key> selected) {
    Optional<Found> now = Optional.of(object);
    for (int i = 0; now.isPresent() && i < MOST_OWNERS; i++) {
      if (selected.contains(now.get().key)) {
        return true;
      }
      now = now.get().controller.map(found::get);
    }
    return false;
  }
}
