package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.admission.Mode;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.admission.Reviewer;
import io.pullcheck.checker.Checker;
import io.pullcheck.checker.Schedule;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.own.LeaderElection;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.metrics.CheckerMetrics;
import io.pullcheck.metrics.ProgramMetrics;
import io.pullcheck.metrics.RegistryMetrics;
import io.pullcheck.metrics.VerdictMetrics;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.replica.Standby;
import io.pullcheck.replica.VerdictsFollower;
import io.pullcheck.tls.SelfHandshake;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullLookup;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.verdict.VerdictCache;
import io.pullcheck.web.ManagementEndpoint;
import io.pullcheck.web.Readiness;
import io.pullcheck.web.WebhookEndpoint;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `pullcheck serve`, wired by hand: the constructor puts the parts together, [#start] and [#stop]
/// have their order.
public final class Serve {

  private static final Logger log = LoggerFactory.getLogger(Serve.class);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST_COPY = Duration.ofSeconds(10);
  // A little more than a lane lets in, so that it never runs empty.
  private static final int UNDER_WAY_PER_HOST = 32;
  private static final VerdictCache.Retention RETENTION =
      new VerdictCache.Retention(200_000, Duration.ofHours(24));

  private final ServeConfig config;
  private final KubernetesClient client;
  private final InstantSource clock = Clock.systemUTC();
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("scheduler").factory());

  private final RegistryConfiguration registryConfiguration;
  private final RegistryClient registry;
  private final ServingTls tls = new ServingTls();
  private final Optional<LeaderElection> election;
  private final Optional<WorkloadEvents> events;
  private final Inventory inventory;
  private final ClusterInformers informers;
  private final VerdictCache verdicts;
  private final Checker checker;
  private final WebhookCertificate certificate;
  private final WebhookEndpoint webhook;
  private final ManagementEndpoint management;
  private final Standby standby;
  private volatile boolean draining;

  public Serve(ServeConfig config, KubernetesClient client, Map<String, String> environment) {
    this.config = config;
    this.client = client;
    Logging.count(new ProgramMetrics(metrics, Version.text(), tls::notAfter)::logged);
    registryConfiguration =
        new RegistryConfiguration(config.registries(), config.replicas().totalShards());
    registry = registry(environment);
    election = Wiring.election(config, client, environment, this::managementPort, clock);
    events =
        config.cluster().events()
            ? Optional.of(new WorkloadEvents(client, clock))
            : Optional.empty();
    inventory = new Inventory(Wiring.shard(config), this::changed);
    informers = informers();
    PullLookup lookup = Wiring.lookup(config, informers, environment, clock);
    verdicts = verdicts(lookup);
    checker = checker(lookup);
    certificate = new WebhookCertificate(config, client, tls, this::leads, clock);
    webhook = webhook();
    standby =
        new Standby(
            new VerdictsFollower(inventory, clock, LONGEST_COPY),
            () -> election.flatMap(LeaderElection::leaderAddress),
            checks,
            clock);
    management =
        new ManagementEndpoint(
            config.servers().management().socket(),
            metrics,
            this::readiness,
            inventory,
            lookup::registry,
            () -> standby.view(leads()));
    exportVerdicts();
  }

  private RegistryClient registry(Map<String, String> environment) {
    return new RegistryClient(
        Wiring.access(config.registries(), client, environment),
        registryConfiguration.load(),
        config.checks().timeout(),
        Wiring.observer(new RegistryMetrics(metrics, () -> registry.gates())),
        clock);
  }

  private ClusterInformers informers() {
    return new ClusterInformers(
        client,
        Wiring.informerSettings(config, registryConfiguration.needsNodes()),
        new ClusterInformers.Listeners(inventory, this::credentialsChanged),
        new MissingRights(),
        clock);
  }

  private VerdictCache verdicts(PullLookup lookup) {
    return new VerdictCache(
        lookup,
        registry,
        checks,
        clock,
        RETENTION,
        new VerdictCache.Known(inventory::status, () -> !leads()));
  }

  private Checker checker(PullLookup lookup) {
    ServeConfig.Checks times = config.checks();
    return new Checker(
        inventory,
        verdicts,
        lookup::destination,
        new Schedule(times.period(), times.interval(), times.failedInterval()),
        UNDER_WAY_PER_HOST,
        new CheckerMetrics(metrics, this::leads)::ticked,
        clock,
        scheduler);
  }

  private WebhookEndpoint webhook() {
    Reviewer reviewer =
        new Reviewer(
            verdicts,
            config.selection().images(),
            this::mode,
            config.registries().defaultRegistry(),
            Wiring.admissionObserver(metrics),
            clock);
    return new WebhookEndpoint(
        config.servers().webhook().socket(),
        tls.context(),
        reviewer::answer,
        new ReviewTimeout(config.servers().webhookTimeout()));
  }

  /// Only the leader's: a standby's would be old.
  private void exportVerdicts() {
    VerdictMetrics _ =
        new VerdictMetrics(
            metrics,
            () -> leads() ? inventory.snapshot() : Snapshot.EMPTY,
            config.checks().period(),
            clock);
  }

  private boolean leads() {
    return election.map(LeaderElection::leads).orElse(true);
  }

  /// Returns when both servers listen.
  ///
  /// @throws UsageError if a port is taken
  public void start() {
    try {
      management.start();
      webhook.start();
    } catch (IOException | RuntimeException e) {
      throw UsageError.cannotRun(e);
    }
    checker.start();
    informers.start();
    election.ifPresent(LeaderElection::start);
    var _ =
        scheduler.scheduleWithFixedDelay(
            this::everySecond, 0, SECOND.toMillis(), TimeUnit.MILLISECONDS);
    certificate.start();
    log.atInfo()
        .addKeyValue("version", Version.text())
        .addKeyValue("management", management.port())
        .addKeyValue("webhook", webhook.address().getPort())
        .addKeyValue("cluster", client.getMasterUrl())
        .log("serving");
  }

  /// Ends so that no admission review fails: no longer ready, then serving on until the Service has
  /// noticed, then the end.
  public void stop() throws InterruptedException {
    draining = true;
    webhook.drain();
    checker.stop();
    log.atInfo().addKeyValue("delay", config.servers().shutdownDelay()).log("draining");
    TimeUnit.NANOSECONDS.sleep(config.servers().shutdownDelay().toNanos());
    webhook.stop();
    election.ifPresent(LeaderElection::close);
    certificate.close();
    events.ifPresent(WorkloadEvents::close);
    informers.close();
    scheduler.shutdownNow();
    checks.shutdownNow();
    registry.close();
    management.stop();
    client.close();
    log.atInfo().log("stopped");
  }

  int managementPort() {
    return management.port();
  }

  InetSocketAddress webhookAddress() {
    return webhook.address();
  }

  private void everySecond() {
    try {
      registryConfiguration.reloadIfChanged(registry::configure);
      if (leads()) {
        checker.resume();
      } else {
        checker.pause();
        // Verdicts about workloads that we do not know yet would be dropped.
        if (informers.synced()) {
          standby.look();
        }
      }
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("unexpected failure");
    }
  }

  private void changed(Workload workload, ContainerImage image, Verdict now) {
    if (leads()) {
      events.ifPresent(
          writer ->
              writer.happened(
                  new WorkloadEvents.Change(workload.id(), image.container(), image.image(), now)));
    }
  }

  private void credentialsChanged(String namespace) {
    verdicts.credentialsChanged(namespace);
    checker.credentialsChanged(namespace);
  }

  private Mode mode(String namespace) {
    return informers.watches(namespace)
        ? Mode.of(
            informers.namespaceLabels(namespace).orElse(Map.of()).getOrDefault(Mode.LABEL, ""))
        : Mode.OFF;
  }

  private Readiness readiness() {
    List<String> reasons = new ArrayList<>();
    if (draining) {
      reasons.add("shutting down");
    }
    if (!informers.synced()) {
      reasons.add("informers have not synced");
    }
    if (!draining && !new SelfHandshake(tls).succeeds(webhook.address())) {
      reasons.add("the webhook shows no certificate yet");
    }
    return reasons.isEmpty() ? new Readiness.Ready() : new Readiness.NotReady(reasons);
  }
}
