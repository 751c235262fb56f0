package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.HeapShares;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.config.ServeConfig.Selection;
import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.credentials.SecretFormat;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.kubernetes.watch.ReportingStore.Sink;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.WorkloadListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The cluster's state as far as Pullcheck needs it, kept up to date by informers: workloads go to
/// the listener; pull secrets, namespace labels and platforms can be asked for. Namespaces and
/// credentials are listed first, and workloads only then: otherwise the first checks of a workload
/// would be made without its pull secrets.
public final class ClusterInformers implements PullSecretSource, AutoCloseable {

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Duration PROBING = Duration.ofSeconds(10);
  private static final Duration LOOKS = Duration.ofSeconds(5);
  private static final Duration POLLING = Duration.ofSeconds(15);

  private final Settings settings;
  private final Selection selection;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("informers").factory());
  private final ApiServerContact contact;
  private final ApiServerProbe probe;
  private final ResourceInformers informers;
  private final Namespaces namespaces;
  private final FetchedNamespaces fetchedNamespaces;
  private final NamespaceGate gate;
  private final ServiceAccounts accounts;
  private final SecretLookup secrets;
  private final ClusterNodes nodes = new ClusterNodes();
  private final Pods pods;
  private final KindTable kinds;
  private final Duration looks;
  private final WorkloadInformers workloads;
  private final FoundResources found;
  private final List<ResourceInformer> started = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile long beat = System.nanoTime();

  /// What of the cluster is watched.
  ///
  /// @param nodes whether it is asked on which platforms a pod may run
  /// @param pods whether running pods are reported
  public record Settings(
      Selection selection, PullSecretAccess pullSecrets, boolean nodes, boolean pods) {}

  /// Who hears of changes. Calls come one at a time, and none may block.
  ///
  /// @param credentials hears of namespaces whose pull secrets or service accounts changed, so that
  ///   their pulls may have other credentials now
  /// @param unreadable hears, for each version of an object that cannot be read, its kind in lower
  ///   case
  public record Listeners(
      WorkloadListener workloads,
      Consumer<String> credentials,
      RunningPod.Listener pods,
      Consumer<String> unreadable) {}

  /// @param rights hears which rights are missing
  /// @param clock for how long fetched secrets and labels are kept
  public ClusterInformers(
      KubernetesClient client,
      Settings settings,
      Listeners listeners,
      MissingRights rights,
      InstantSource clock) {
    this(client, settings, listeners, rights, clock, RETRY, SILENCE);
  }

  ClusterInformers(
      KubernetesClient client,
      Settings settings,
      Listeners listeners,
      MissingRights rights,
      InstantSource clock,
      Duration retry,
      Duration silence) {
    this.settings = settings;
    contact = new ApiServerContact(clock);
    probe = new ApiServerProbe(client, contact);
    selection = settings.selection();
    informers =
        new ResourceInformers(
            client,
            selection.namespaces(),
            new ResourceInformer.InformerContext(rights, contact, scheduler, retry, silence),
            new UnreadableObjects(listeners.unreadable()));
    Right labels =
        selection.namespaces().isEmpty()
            ? informers.right(Resources.NAMESPACES, "")
            : FetchedNamespaces.RIGHT;
    namespaces = new Namespaces(selection, rights, labels);
    fetchedNamespaces = new FetchedNamespaces(client, rights, clock);
    HeapShares heap = HeapShares.ofThisProcess();
    gate =
        new NamespaceGate(
            listeners.workloads(),
            listeners.credentials(),
            namespaces,
            new NamespaceShares(heap.workloads()));
    rights.onChange(gate::reconsiderAll);
    kinds = new KindTable(selection.resources().rows());
    workloads = new WorkloadInformers(informers, selection, kinds, gate);
    found = new FoundResources(client, kinds, workloads::of, workloads::ownersChanged);
    looks = retry.compareTo(LOOKS) < 0 ? retry : LOOKS;
    accounts = new ServiceAccounts(gate::credentialsChanged, new NamespaceShares(heap.accounts()));
    pods = new Pods(listeners.pods(), new NamespaceShares(heap.pods()));
    secrets = secretLookup(client, rights, clock, heap.secrets());
  }

  private SecretLookup secretLookup(
      KubernetesClient client, MissingRights rights, InstantSource clock, long bytes) {
    return switch (settings.pullSecrets()) {
      case INFORMER ->
          new InformedSecrets(
              namespace -> !rights.contains(informers.right(Resources.SECRETS, namespace)),
              gate::credentialsChanged,
              new NamespaceShares(bytes));
      case ON_DEMAND -> new FetchedSecrets(client, rights, clock, bytes);
      case NONE -> SecretLookup.NONE;
    };
  }

  /// Returns at once; an API server that does not answer is waited for.
  public void start() {
    var _ =
        scheduler.scheduleWithFixedDelay(() -> beat = System.nanoTime(), 0, 1, TimeUnit.SECONDS);
    var _ =
        scheduler.scheduleWithFixedDelay(
            probe, PROBING.toSeconds(), PROBING.toSeconds(), TimeUnit.SECONDS);
    var _ = scheduler.scheduleWithFixedDelay(found, 0, looks.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> credentials =
        startAll(Stream.concat(accountInformers(), secretInformers()));
    var _ =
        CompletableFuture.allOf(
                startLabels(),
                credentials,
                startAll(Stream.concat(nodeInformers(), podInformers())),
                found.looked())
            .thenCompose(
                _ -> CompletableFuture.allOf(startAll(workloads.builtIn().stream()), found.start()))
            .thenRun(() -> synced.complete(null));
  }

  /// The kinds that are looked at, with the names of those of the configuration as far as the API
  /// server has them.
  public KindTable kinds() {
    return kinds;
  }

  /// The time since the thread last ran that starts ended informers anew: about a second.
  public Duration sinceBeat() {
    return Duration.ofNanos(System.nanoTime() - beat);
  }

  /// Whether everything has been listed once. What is forbidden is not waited for.
  public boolean synced() {
    return synced.isDone();
  }

  /// Has the work done then.
  public void whenSynced(Runnable work, Executor executor) {
    var _ = synced.thenRunAsync(work, executor);
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

  /// Whether [#watches] and [#namespaceLabels] answer about the namespace from memory.
  public boolean knows(String namespace) {
    return namespaces.labels(namespace).isPresent();
  }

  /// Whether `--namespaces` and `--namespace-label` let a namespace's workloads be looked at. Asks
  /// for the labels as [#namespaceLabels] does.
  public boolean watches(String namespace) {
    return namespaces.watched(namespace)
        || (namespaces.labels(namespace).isEmpty()
            && fetchedNamespaces
                .labels(namespace)
                .filter(labels -> selection.admits(namespace, labels))
                .isPresent());
  }

  /// The platforms of the nodes that a pod may run on; empty if it fits none, or if the nodes were
  /// not asked for.
  public Set<Platform> platforms(NodePlacement placement) {
    return nodes.platforms(placement);
  }

  /// The nodes' runtime; containerd if they differ, since what it can pull CRI-O can too; nothing
  /// if the nodes were not asked for.
  public Optional<ContainerRuntime> runtime() {
    return nodes.runtime();
  }

  @Override
  public void close() {
    closed = true;
    started.forEach(ResourceInformer::close);
    found.close();
    scheduler.shutdownNow();
  }

  // With --namespaces, the right to list them all may be missing.
  private CompletableFuture<Void> startLabels() {
    if (selection.namespaces().isEmpty()) {
      Sink sink = Sink.of(gate::namespacePut, (_, name) -> gate.namespaceRemoved(name));
      return startAll(Stream.of(informers.clusterWide(Resources.NAMESPACES, sink)));
    }
    if (selection.namespaceLabel().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    FetchedNamespaces.Polling polling =
        fetchedNamespaces.new Polling(selection.namespaces(), gate, contact);
    var _ = scheduler.scheduleWithFixedDelay(polling, 0, POLLING.toSeconds(), TimeUnit.SECONDS);
    return polling.settled();
  }

  private Stream<ResourceInformer> accountInformers() {
    return informers.namespaced(Resources.SERVICE_ACCOUNTS, accounts);
  }

  // A field selector takes one value, so each format has its own informer.
  private Stream<ResourceInformer> secretInformers() {
    if (!(secrets instanceof InformedSecrets informed)) {
      return Stream.empty();
    }
    return Stream.of(SecretFormat.values())
        .flatMap(
            format ->
                informers.namespaced(
                    Resources.SECRETS,
                    informed.sink(format),
                    all -> all.withField("type", format.type())));
  }

  private Stream<ResourceInformer> nodeInformers() {
    return settings.nodes()
        ? Stream.of(
            informers.clusterWide(Resources.NODES, nodes.nodes()),
            informers.clusterWide(Resources.RUNTIME_CLASSES, nodes.runtimeClasses()))
        : Stream.empty();
  }

  private Stream<ResourceInformer> podInformers() {
    return settings.pods() ? informers.namespaced(Resources.PODS, pods) : Stream.empty();
  }

  private CompletableFuture<Void> startAll(Stream<ResourceInformer> stream) {
    List<ResourceInformer> all = stream.toList();
    started.addAll(all);
    all.forEach(closed ? ResourceInformer::close : ResourceInformer::start);
    return CompletableFuture.allOf(
        all.stream().map(ResourceInformer::settled).toArray(CompletableFuture[]::new));
  }
}
