package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.admission.Mode;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.admission.Reviewer;
import io.pullcheck.checker.Checker;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.metrics.AdmissionMetrics;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.registry.limit.HostGateStatus;
import io.pullcheck.rescue.Rescues;
import io.pullcheck.tls.SelfHandshake;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.Verdicts;
import io.pullcheck.web.Callers;
import io.pullcheck.web.ManagementEndpoint;
import io.pullcheck.web.Readiness;
import io.pullcheck.web.WebhookEndpoint;
import io.pullcheck.web.status.StatusPage;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Makes the two HTTP servers from what stands behind them.
///
/// @param access who may ask them
/// @param lookups where namespaces that are not watched are asked for
/// @param stopping whether the program is about to end
record Endpoints(
    ServeConfig config,
    AccessFiles access,
    RegistryConfiguration configuration,
    PrometheusRegistry metrics,
    InstantSource clock,
    ServingTls tls,
    ClusterInformers informers,
    Inventory inventory,
    Rescues rescues,
    Executor lookups,
    AtomicBoolean stopping) {

  /// Nothing if no webhook is wanted.
  ///
  /// @param events hears of namespaces whose label does not choose a mode
  Optional<WebhookEndpoint> webhook(Verdicts verdicts, Optional<WorkloadEvents> events) {
    return config.servers().webhook().map(address -> webhook(address.socket(), verdicts, events));
  }

  private WebhookEndpoint webhook(
      InetSocketAddress address, Verdicts verdicts, Optional<WorkloadEvents> events) {
    Reviewer reviewer =
        new Reviewer(
            informers.kinds(),
            verdicts,
            config.selection().images(),
            namespace -> mode(namespace, label -> tell(events, namespace, label)),
            config.registries().defaultRegistry(),
            configuration::isNamed,
            config.servers().denyHint(),
            new AdmissionMetrics(metrics),
            clock);
    return new WebhookEndpoint(
        address,
        tls.context(),
        reviewer::answer,
        new ReviewTimeout(config.servers().webhookTimeout()),
        inventory,
        new Callers(
            access::mayReview,
            chain -> !chain.isEmpty() && tls.isReplica(chain.getFirst(), clock.instant())));
  }

  /// @param unknown hears of the label's value if it is none of the modes
  private CompletableFuture<Optional<Mode>> mode(String namespace, Consumer<String> unknown) {
    if (config.selection().pinsDeny(namespace)) {
      return CompletableFuture.completedFuture(Optional.of(Mode.DENY));
    }
    return informers.knows(namespace)
        ? CompletableFuture.completedFuture(labelledMode(namespace, unknown))
        : CompletableFuture.supplyAsync(() -> labelledMode(namespace, unknown), lookups);
  }

  private Optional<Mode> labelledMode(String namespace, Consumer<String> unknown) {
    return informers.watches(namespace)
        ? informers
            .namespaceLabels(namespace)
            .map(labels -> labels.getOrDefault(Mode.LABEL, ""))
            .map(label -> chosen(label, unknown))
        : Optional.of(Mode.OFF);
  }

  private static Mode chosen(String label, Consumer<String> unknown) {
    Mode mode = Mode.of(label);
    if (mode == Mode.UNKNOWN) {
      unknown.accept(label);
    }
    return mode;
  }

  private static void tell(Optional<WorkloadEvents> events, String namespace, String label) {
    events.ifPresent(
        writer -> writer.happened(new WorkloadEvents.UnknownMode(namespace, Mode.LABEL, label)));
  }

  /// @param view whose verdicts the inventory has; empty on the leader
  StatusPage page(
      Checker checker, RegistryClient registry, Supplier<String> view, KubernetesClient client) {
    return new StatusPage(
        new StatusPage.Sources(
            inventory,
            rescues,
            view,
            informers::synced,
            () -> conditions(registry.gates()),
            checker::checkNow,
            clock),
        new StatusPage.About(config.cluster().name(), Version.text()),
        config.servers().keepList()
            ? Optional.of(() -> KeepLists.needed(config, client, inventory))
            : Optional.empty());
  }

  private static Map<String, StatusPage.RegistryCondition> conditions(
      Map<String, HostGateStatus> gates) {
    Map<String, StatusPage.RegistryCondition> conditions = new HashMap<>();
    gates.forEach(
        (host, gate) ->
            conditions.put(
                host, new StatusPage.RegistryCondition(gate.circuitOpen(), gate.paused())));
    return conditions;
  }

  /// @param signs whether the vital parts live
  ManagementEndpoint management(
      Optional<WebhookEndpoint> webhook, StatusPage page, Supplier<VitalSigns> signs) {
    return new ManagementEndpoint(
        config.servers().management().socket(),
        metrics,
        new ManagementEndpoint.Probes(() -> readiness(webhook), () -> signs.get().dead()),
        page,
        new ManagementEndpoint.Access(
            access.managementToken(), config.servers().access().managementHosts()));
  }

  private Readiness readiness(Optional<WebhookEndpoint> webhook) {
    List<String> reasons = new ArrayList<>();
    if (stopping.get()) {
      reasons.add("shutting down");
    }
    if (!informers.synced()) {
      reasons.add("informers have not synced");
    }
    boolean unserved =
        webhook.filter(it -> !new SelfHandshake(tls).succeeds(it.address())).isPresent();
    if (!stopping.get() && unserved) {
      reasons.add("the webhook shows no certificate yet");
    }
    return reasons.isEmpty() ? new Readiness.Ready() : new Readiness.NotReady(reasons);
  }
}
