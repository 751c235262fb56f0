package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.kubernetes.watch.ReportingStore.Sink;
import io.pullcheck.kubernetes.watch.ResourceInformers.Wanted;
import io.pullcheck.model.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The cluster's state as far as Pullcheck needs it, kept up to date by informers: workloads go to
/// the listener; pull secrets, namespace labels and platforms can be asked for. Namespaces and
/// credentials come first, and the workloads when these are there, so that nothing is reported that
/// would be otherwise a moment later.
public final class ClusterInformers implements PullSecretSource, AutoCloseable {

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration POLLING = Duration.ofSeconds(15);
  private static final String NAMESPACES = "namespaces";
  private static final String SECRETS = "secrets";

  private final InformerSettings settings;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("informers").factory());
  private final ApiServerContact contact = new ApiServerContact();
  private final ResourceInformers informers;
  private final Namespaces namespaces;
  private final FetchedNamespaces fetchedNamespaces;
  private final NamespaceGate workloads;
  private final ServiceAccounts accounts;
  private final SecretLookup secrets;
  private final NodePlatforms nodes = new NodePlatforms();
  private final List<ResourceInformer<?>> started = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private volatile boolean closed;

  /// @param parser reads pull secrets
  /// @param rights hears which rights are missing
  /// @param clock for how long fetched secrets and labels are kept
  public ClusterInformers(
      KubernetesClient client,
      InformerSettings settings,
      PullSecretParser parser,
      WorkloadListener listener,
      MissingRights rights,
      InstantSource clock) {
    this(client, settings, parser, listener, rights, clock, RETRY);
  }

  ClusterInformers(
      KubernetesClient client,
      InformerSettings settings,
      PullSecretParser parser,
      WorkloadListener listener,
      MissingRights rights,
      InstantSource clock,
      Duration retry) {
    this.settings = settings;
    NamespaceFilter filter = settings.namespaces();
    informers =
        new ResourceInformers(
            client,
            filter.names(),
            new ResourceInformer.InformerContext(rights, contact, scheduler, retry));
    Right labels =
        filter.names().isEmpty() ? informers.right(NAMESPACES, "") : FetchedNamespaces.RIGHT;
    namespaces = new Namespaces(filter, rights, labels);
    fetchedNamespaces = new FetchedNamespaces(client, rights, clock);
    workloads = new NamespaceGate(listener, namespaces);
    rights.onChange(workloads::reconsiderAll);
    accounts = new ServiceAccounts(workloads::credentialsChanged);
    secrets = secretLookup(client, parser, rights, clock);
  }

  private SecretLookup secretLookup(
      KubernetesClient client, PullSecretParser parser, MissingRights rights, InstantSource clock) {
    return switch (settings.pullSecrets()) {
      case INFORMER ->
          new InformedSecrets(
              parser,
              namespace -> !rights.contains(informers.right(SECRETS, namespace)),
              workloads::credentialsChanged);
      case ON_DEMAND -> new FetchedSecrets(client, parser, rights, clock);
      case NONE -> SecretLookup.NONE;
    };
  }

  /// Returns at once; an API server that does not answer is waited for.
  public void start() {
    CompletableFuture<Void> credentials =
        startAll(Stream.concat(accountInformers(), secretInformers()));
    var _ =
        CompletableFuture.allOf(startLabels(), credentials, startAll(nodeInformers()))
            .thenCompose(_ -> startAll(workloadInformers()))
            .thenRun(() -> synced.complete(null));
  }

  /// Whether everything has been listed once. What is forbidden is not waited for.
  public boolean synced() {
    return synced.isDone();
  }

  @Override
  public Lookup secret(String namespace, String name) {
    return secrets.secret(namespace, name);
  }

  @Override
  public List<String> serviceAccountSecrets(String namespace, String serviceAccount) {
    return accounts.pullSecrets(namespace, serviceAccount);
  }

  /// The namespace's labels, asked for if no informer knows them, which may block; nothing if they
  /// cannot be had.
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return namespaces.labels(namespace).or(() -> fetchedNamespaces.labels(namespace));
  }

  /// Whether `--namespaces` and `--namespace-label` let a namespace's workloads be looked at. Asks
  /// for the labels as [#namespaceLabels] does.
  public boolean watches(String namespace) {
    return namespaces.watched(namespace)
        || (namespaces.labels(namespace).isEmpty()
            && fetchedNamespaces
                .labels(namespace)
                .filter(labels -> settings.namespaces().admits(namespace, labels))
                .isPresent());
  }

  /// The platforms of the cluster's nodes; empty if they were not asked for.
  public Set<Platform> platforms() {
    return nodes.platforms();
  }

  @Override
  public void close() {
    closed = true;
    started.forEach(ResourceInformer::close);
    scheduler.shutdownNow();
  }

  // With --namespaces, the right to list them all may be missing.
  private CompletableFuture<Void> startLabels() {
    NamespaceFilter filter = settings.namespaces();
    if (filter.names().isEmpty()) {
      Sink<NamespaceObject> sink =
          Sink.of(workloads::namespacePut, (_, name) -> workloads.namespaceRemoved(name));
      return startAll(
          Stream.of(
              informers.clusterWide(
                  new Wanted<>(NamespaceObject.class, NamespaceObject::new, sink))));
    }
    if (filter.label().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    NamespacePolling polling =
        new NamespacePolling(filter.names(), fetchedNamespaces, workloads, contact);
    var _ = scheduler.scheduleWithFixedDelay(polling, 0, POLLING.toSeconds(), TimeUnit.SECONDS);
    return polling.settled();
  }

  private Stream<ResourceInformer<ServiceAccountObject>> accountInformers() {
    return informers.namespaced(
        new Wanted<>(
            ServiceAccountObject.class, meta -> new ServiceAccountObject(meta, null), accounts));
  }

  // A field selector takes one value, so each format has its own.
  private Stream<ResourceInformer<SecretObject>> secretInformers() {
    if (!(secrets instanceof InformedSecrets informed)) {
      return Stream.empty();
    }
    return Stream.of(SecretFormat.values())
        .flatMap(
            format ->
                informers.namespaced(
                    new Wanted<>(
                        SecretObject.class,
                        meta -> new SecretObject(meta, null, null),
                        informed.sink(format)),
                    all -> all.withField("type", format.type())));
  }

  private Stream<? extends ResourceInformer<?>> workloadInformers() {
    WorkloadInformers each =
        new WorkloadInformers(informers, settings.forceCheckDisabled(), workloads);
    return settings.kinds().stream().flatMap(each::of);
  }

  private Stream<ResourceInformer<NodeObject>> nodeInformers() {
    return settings.nodes()
        ? Stream.of(
            informers.clusterWide(
                new Wanted<>(NodeObject.class, meta -> new NodeObject(meta, null), nodes)))
        : Stream.empty();
  }

  private CompletableFuture<Void> startAll(Stream<? extends ResourceInformer<?>> stream) {
    List<? extends ResourceInformer<?>> all = stream.toList();
    started.addAll(all);
    all.forEach(closed ? ResourceInformer::close : ResourceInformer::start);
    return CompletableFuture.allOf(
        all.stream().map(ResourceInformer::settled).toArray(CompletableFuture[]::new));
  }
}
