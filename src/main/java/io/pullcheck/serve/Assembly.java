package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.checker.Checker;
import io.pullcheck.checker.Schedule;
import io.pullcheck.config.HeapShares;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.credentials.CredentialSources;
import io.pullcheck.credentials.Keyrings;
import io.pullcheck.kubernetes.ApiServerAddresses;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.log.Logging;
import io.pullcheck.metrics.CheckerMetrics;
import io.pullcheck.metrics.ClusterMetrics;
import io.pullcheck.metrics.ProgramMetrics;
import io.pullcheck.metrics.RegistryMetrics;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.replica.Standby;
import io.pullcheck.replica.VerdictsFollower;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Checks;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullLookup;
import io.pullcheck.verdict.VerdictCache;
import io.pullcheck.verdict.Verdicts;
import io.pullcheck.web.ManagementEndpoint;
import io.pullcheck.web.NotificationsApi;
import io.pullcheck.web.WebhookEndpoint;
import io.pullcheck.web.status.StatusPage;
import io.pullcheck.workload.ClusterNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Puts the parts of `pullcheck serve` together: [#parts] makes them in the order of dependence,
/// and each of the other methods makes one of them from those that it is given.
///
/// @param environment the process's environment variables
record Assembly(
    ServeConfig config,
    KubernetesClient client,
    Map<String, String> environment,
    PrometheusRegistry metrics,
    InstantSource clock) {

  private static final VerdictCache.Retention RETENTION =
      new VerdictCache.Retention(HeapShares.ofThisProcess().verdicts(), Duration.ofHours(24));
  // A little more than a host's gate lets in, so that the gate always has work.
  private static final int CHECKS_PER_HOST = 32;
  private static final Duration LONGEST_COPY = Duration.ofSeconds(10);

  Parts parts() {
    Threads threads = Threads.open();
    ServingTls tls = new ServingTls();
    ProgramMetrics program = program(tls);
    RegistryConfiguration configuration = RegistryConfiguration.of(config);
    ApiServerAddresses apiServers = new ApiServerAddresses(client);
    RegistryClient registry = registry(configuration, apiServers);
    Optional<Fleet> fleet = Fleet.open(config, metrics, clock);
    UnaryOperator<Checks> sharing = Fleet.sharing(fleet, configuration);
    Leadership leadership = Leadership.of(config, client, environment, clock);
    InventoryParts known = InventoryParts.open(config, client, leadership, clock);
    ClusterInformers informers = informers(configuration, known);
    PullLookup lookup = lookup(informers);
    VerdictCache verdicts = verdicts(lookup, registry, threads, known, leadership, sharing);
    Checker checker = checker(known.inventory(), verdicts, lookup, leadership, threads.scheduler());
    Endpoints endpoints = endpoints(configuration, tls, informers, known, threads.checks());
    Optional<NotificationsApi> told = endpoints.notifications(lookup, checker, threads, leadership);
    Optional<WebhookEndpoint> webhook = endpoints.webhook(verdicts, known.events(), told);
    Standby standby = standby(known.inventory(), leadership, tls, threads.checks());
    Supplier<VitalSigns> signs = () -> signs(registry, threads.pulse(), checker, informers);
    StatusPage page = endpoints.page(checker, registry, () -> standby.view(leadership.leads()));
    ManagementEndpoint management = endpoints.management(webhook, page, told, signs);
    return new Parts(
        config,
        client,
        threads,
        leadership,
        fleet,
        known,
        Logs.of(known, clock.instant()),
        configuration,
        endpoints.access(),
        apiServers,
        registry,
        informers,
        checker,
        told,
        standby,
        servers(program, endpoints, webhook, management, tls, leadership));
  }

  private Servers servers(
      ProgramMetrics program,
      Endpoints endpoints,
      Optional<WebhookEndpoint> webhook,
      ManagementEndpoint management,
      ServingTls tls,
      Leadership leadership) {
    program.exportScrapes(management::lastScrape);
    return new Servers(
        config.servers(),
        management,
        webhook,
        webhook.map(_ -> new WebhookCertificate(config, client, tls, leadership::leads, clock)),
        endpoints.stopping());
  }

  private ProgramMetrics program(ServingTls tls) {
    ProgramMetrics program =
        new ProgramMetrics(
            metrics,
            Version.text(),
            config.cluster().name(),
            tls::notAfter,
            Heap.ofThisProcess()::fullness);
    Logging.count(program::logged);
    return program;
  }

  private RegistryClient registry(
      RegistryConfiguration configuration, ApiServerAddresses apiServers) {
    RegistryMetrics observer = new RegistryMetrics(metrics, configuration::names, clock);
    RegistryClient registry =
        new RegistryClient(
            configuration.access(apiServers, environment, Thread::startVirtualThread),
            configuration.load(),
            config.checks().timeout(),
            observer,
            clock);
    observer.exportGates(registry::gates);
    return registry;
  }

  private ClusterInformers informers(RegistryConfiguration configuration, InventoryParts known) {
    Inventory inventory = known.inventory();
    return new ClusterInformers(
        client,
        new ClusterInformers.Settings(
            config.selection(),
            config.cluster().pullSecrets(),
            configuration.needsNodes(),
            config.cluster().pods()),
        new ClusterInformers.Listeners(
            inventory,
            namespace -> inventory.credentialsChanged(namespace, clock.instant()),
            known.rescues().pods(),
            new ClusterMetrics(metrics)::skipped),
        new MissingRights(),
        clock);
  }

  private PullLookup lookup(ClusterInformers informers) {
    ServeConfig.Registries registries = config.registries();
    Set<Platform> given = registries.platforms();
    Function<NodePlacement, Set<Platform>> platforms =
        given.isEmpty() ? informers::platforms : placement -> ClusterNode.among(given, placement);
    return new PullLookup(
        registries.defaultRegistry(),
        registries.mirrors(),
        new Keyrings(
            informers, CredentialSources.ofNode(config.nodeCredentials(), environment, clock)),
        platforms,
        registries.runtime().isEmpty() ? informers::runtime : Optional::empty);
  }

  private VerdictCache verdicts(
      PullLookup lookup,
      RegistryClient registry,
      Threads threads,
      InventoryParts known,
      Leadership leadership,
      UnaryOperator<Checks> sharing) {
    VerdictCache.Elsewhere elsewhere =
        new VerdictCache.Elsewhere(
            () -> !leadership.leads(),
            pull -> known.rescues().pods().digest(pull.image()),
            sharing);
    return new VerdictCache(
        lookup::resolve,
        registry,
        threads.checks(),
        clock,
        RETENTION,
        known.inventory(),
        elsewhere);
  }

  private Checker checker(
      Inventory inventory,
      Verdicts verdicts,
      PullLookup lookup,
      Leadership leadership,
      ScheduledExecutorService scheduler) {
    ServeConfig.Checks times = config.checks();
    return new Checker(
        inventory,
        verdicts,
        lookup::destination,
        new Schedule(times.period(), times.interval(), times.failedInterval()),
        CHECKS_PER_HOST,
        new CheckerMetrics(metrics, leadership::leads, leadership::exports)::ticked,
        clock,
        scheduler);
  }

  private Standby standby(
      Inventory inventory, Leadership leadership, ServingTls tls, ExecutorService checks) {
    return new Standby(
        new VerdictsFollower(
            inventory,
            clock,
            tls::clientContext,
            new VerdictsFollower.Limits(LONGEST_COPY, config.checks().longestInterval())),
        leadership::leaderAddress,
        checks,
        clock);
  }

  private VitalSigns signs(
      RegistryClient registry, Pulse pulse, Checker checker, ClusterInformers informers) {
    return new VitalSigns(
        registry.isOpen(),
        pulse.age(),
        checker.sinceTick(),
        informers.sinceBeat(),
        config.checks().period());
  }

  private Endpoints endpoints(
      RegistryConfiguration configuration,
      ServingTls tls,
      ClusterInformers informers,
      InventoryParts known,
      ExecutorService checks) {
    return new Endpoints(
        config,
        client,
        AccessFiles.open(config.servers().access()),
        configuration,
        metrics,
        clock,
        tls,
        informers,
        known,
        checks,
        new AtomicBoolean());
  }
}
