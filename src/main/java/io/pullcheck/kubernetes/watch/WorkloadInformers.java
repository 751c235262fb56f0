package io.pullcheck.kubernetes.watch;

import io.pullcheck.config.ServeConfig.Selection;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the informers of workloads, which hand on to the gate what runs something and is not seen
/// by its owner already.
final class WorkloadInformers {

  private static final Logger log = LoggerFactory.getLogger(WorkloadInformers.class);

  private final ResourceInformers informers;
  private final Selection selection;
  private final KindTable table;
  private final NamespaceGate gate;
  private final SharedValues shared = new SharedValues();
  // Of kinds whose objects may stand for their owner.
  private final List<ResourceInformer> standingForOwners = new CopyOnWriteArrayList<>();

  WorkloadInformers(
      ResourceInformers informers, Selection selection, KindTable table, NamespaceGate gate) {
    this.informers = informers;
    this.selection = selection;
    this.table = table;
    this.gate = gate;
  }

  /// Those of the kinds of Kubernetes itself.
  List<ResourceInformer> builtIn() {
    return selection.kinds().kinds().stream()
        .flatMap(
            kind -> {
              List<ResourceInformer> made = of(kind);
              if (kind.standsForOwner()) {
                standingForOwners.addAll(made);
              }
              return made.stream();
            })
        .toList();
  }

  /// Those of one kind.
  List<ResourceInformer> of(WorkloadKind kind) {
    return informers
        .namespaced(
            Resources.of(kind),
            ReportingStore.Sink.of(
                put(kind), (namespace, name) -> gate.remove(new WorkloadId(namespace, kind, name))))
        .toList();
  }

  private Consumer<ApiObject> put(WorkloadKind kind) {
    boolean idleToo = selection.idleToo(kind);
    AtomicBoolean told = new AtomicBoolean(WorkloadKind.BUILT_IN.contains(kind));
    return object -> {
      if (!told.get()) {
        object
            .workload()
            .misplacedPodSpec(kind)
            .filter(path -> !isNamed(kind, path))
            .ifPresent(path -> tell(told, kind, object, path));
      }
      Optional<Workload> workload =
          object
              .workload()
              .ownWorkload(kind, lookedAt())
              .filter(found -> found.enabled() || idleToo)
              .map(found -> found.labelled(labels(object)))
              .map(shared::share);
      workload.ifPresentOrElse(
          gate::put, () -> gate.remove(new WorkloadId(object.namespace(), kind, object.name())));
    };
  }

  // By another row: a resource may have several pod specs, of which an object needs not have all.
  private boolean isNamed(WorkloadKind kind, String path) {
    return table.rows().stream()
        .filter(row -> row.resource().equals(kind.resource()))
        .anyMatch(row -> row.podSpecPath().equals(path));
  }

  private static void tell(AtomicBoolean told, WorkloadKind kind, ApiObject object, String path) {
    told.set(true);
    log.atWarn()
        .addKeyValue("resource", kind.resource())
        .addKeyValue("path", kind.podSpecPath())
        .addKeyValue("namespace", object.namespace())
        .addKeyValue("name", object.name())
        .addKeyValue("podSpec", path)
        .log("object has no pod spec at the path of --workload-resource, but elsewhere");
  }

  private Map<String, String> labels(ApiObject object) {
    return selection.labels().of(object.workload().metadata().labels());
  }

  private Collection<WorkloadKind> lookedAt() {
    return table.with(selection.kinds().kinds());
  }

  /// Looks again at all objects that may stand for an owner.
  void ownersChanged() {
    standingForOwners.forEach(ResourceInformer::again);
  }
}
