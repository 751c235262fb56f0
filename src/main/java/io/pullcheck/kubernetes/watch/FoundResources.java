package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiResources;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.WorkloadKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The informers of the configuration's kinds. A CRD may be installed later, or removed: each time
/// that this runs, it asks the API server which of their resources it has, and there are informers
/// for these alone. What is known of a resource's workloads is forgotten with it.
final class FoundResources implements Runnable, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FoundResources.class);

  // An API server that has just started may not know all CRDs yet.
  private static final int LOOKS_UNTIL_GONE = 2;

  private final KubernetesClient client;
  private final KindTable table;
  private final Function<WorkloadKind, List<ResourceInformer>> informers;
  private final Runnable ownersChanged;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final CompletableFuture<Void> looked = new CompletableFuture<>();
  private final Map<WorkloadKind, Resource> resources = new HashMap<>();
  private boolean started;
  private boolean closed;

  /// What is known of one row.
  private static final class Resource {
    private String kind = "";
    private String problem = "";
    private int missed;
    private List<ResourceInformer> informers = List.of();
  }

  /// @param informers makes those of a kind, not started
  /// @param ownersChanged is called when a kind has come or gone: objects that those of this kind
  ///   control are looked at by other rules now
  FoundResources(
      KubernetesClient client,
      KindTable table,
      Function<WorkloadKind, List<ResourceInformer>> informers,
      Runnable ownersChanged) {
    this.client = client;
    this.table = table;
    this.informers = informers;
    this.ownersChanged = ownersChanged;
    table.rows().forEach(row -> resources.put(row, new Resource()));
  }

  /// Completes when the API server was asked once, whatever it said.
  CompletableFuture<Void> looked() {
    return looked;
  }

  /// Starts the informers of what was found, and from now on of what will be. A resource that is
  /// missing is not waited for.
  CompletableFuture<Void> start() {
    List<ResourceInformer> all;
    synchronized (this) {
      started = true;
      all = resources.values().stream().flatMap(each -> each.informers.stream()).toList();
      all.forEach(closed ? ResourceInformer::close : ResourceInformer::start);
    }
    return CompletableFuture.allOf(
        all.stream().map(ResourceInformer::settled).toArray(CompletableFuture[]::new));
  }

  /// Does not block, and does nothing while the last answer is still waited for.
  @Override
  public void run() {
    if (asking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("API resources").start(this::look);
    }
  }

  private void look() {
    try {
      table.rows().forEach(this::look);
    } finally {
      looked.complete(null);
      asking.set(false);
    }
  }

  private void look(WorkloadKind row) {
    try {
      answered(row, ApiResources.ask(client, row));
    } catch (RuntimeException e) {
      // Nothing is known, so what was known stays.
      problem(row, "cannot be asked for: " + ApiFailure.describe(e));
    }
  }

  private void answered(WorkloadKind row, ApiResources.Answer answer) {
    switch (answer) {
      case ApiResources.Answer.Found(String kind) -> found(row, kind);
      case ApiResources.Answer.Missing _ -> missing(row, "is not installed in the cluster");
      case ApiResources.Answer.ClusterScoped _ ->
          missing(row, "has objects that are in no namespace");
    }
  }

  private synchronized void found(WorkloadKind row, String kind) {
    Resource resource = resources.computeIfAbsent(row, _ -> new Resource());
    resource.missed = 0;
    resource.problem = "";
    if (closed || resource.kind.equals(kind)) {
      return;
    }
    resource.informers.forEach(ResourceInformer::withdraw);
    resource.kind = kind;
    resource.informers = informers.apply(table.found(row, kind));
    log.atInfo()
        .addKeyValue("resource", row.resource())
        .addKeyValue("kind", kind)
        .addKeyValue("path", row.podSpecPath())
        .log("resource found; its workloads are looked at");
    if (started) {
      resource.informers.forEach(ResourceInformer::start);
      ownersChanged.run();
    }
  }

  private synchronized void missing(WorkloadKind row, String why) {
    Resource resource = resources.computeIfAbsent(row, _ -> new Resource());
    resource.missed++;
    if (resource.missed < LOOKS_UNTIL_GONE && !resource.kind.isEmpty()) {
      return;
    }
    problem(row, why);
    if (!resource.kind.isEmpty()) {
      resource.kind = "";
      resource.informers.forEach(ResourceInformer::withdraw);
      resource.informers = List.of();
      table.gone(row);
      ownersChanged.run();
    }
  }

  private synchronized void problem(WorkloadKind row, String problem) {
    Resource resource = resources.computeIfAbsent(row, _ -> new Resource());
    if (!closed && !problem.equals(resource.problem)) {
      resource.problem = problem;
      log.atWarn()
          .addKeyValue("resource", row.resource())
          .addKeyValue("version", row.version())
          .addKeyValue("problem", problem)
          .log("resource of --workload-resource cannot be looked at; trying again");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    resources.values().stream()
        .flatMap(each -> each.informers.stream())
        .forEach(ResourceInformer::close);
  }
}
