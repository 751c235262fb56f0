package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.admission.Evictions;
import io.pullcheck.admission.ImageFindings;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.admission.Reviewer;
import io.pullcheck.admission.eviction.EvictionGuard;
import io.pullcheck.checker.Checker;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.listing.NamedPods;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.metrics.AdmissionMetrics;
import io.pullcheck.metrics.EvictionMetrics;
import io.pullcheck.metrics.NotificationMetrics;
import io.pullcheck.notification.Notifications;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.registry.limit.HostGateStatus;
import io.pullcheck.replica.LeaderPost;
import io.pullcheck.tls.SelfHandshake;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.PullLookup;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Verdicts;
import io.pullcheck.web.Callers;
import io.pullcheck.web.ManagementEndpoint;
import io.pullcheck.web.NotificationsApi;
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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Makes the two HTTP servers from what stands behind them.
///
/// @param access who may ask them
/// @param lookups where namespaces that are not watched, and pods, are asked for
/// @param stopping whether the program is about to end
record Endpoints(
    ServeConfig config,
    KubernetesClient client,
    AccessFiles access,
    RegistryConfiguration configuration,
    PrometheusRegistry metrics,
    InstantSource clock,
    ServingTls tls,
    ClusterInformers informers,
    InventoryParts known,
    Executor lookups,
    AtomicBoolean stopping) {

  /// Nothing if no webhook is wanted.
  ///
  /// @param events hears of namespaces whose labels have unknown words
  Optional<WebhookEndpoint> webhook(
      Verdicts verdicts,
      Optional<WorkloadEvents> events,
      Optional<NotificationsApi> notifications) {
    return config
        .servers()
        .webhook()
        .map(address -> webhook(address.socket(), verdicts, events, notifications));
  }

  private WebhookEndpoint webhook(
      InetSocketAddress address,
      Verdicts verdicts,
      Optional<WorkloadEvents> events,
      Optional<NotificationsApi> notifications) {
    NamespaceLabels labels = new NamespaceLabels(config, informers, events, lookups);
    ImageFindings images =
        new ImageFindings(
            verdicts,
            config.selection().images(),
            config.registries().defaultRegistry(),
            configuration::isNamed,
            clock);
    Reviewer reviewer =
        new Reviewer(
            informers.kinds(),
            images,
            labels::mode,
            evictions(images, labels),
            config.servers().denyHint(),
            new AdmissionMetrics(metrics));
    return new WebhookEndpoint(
        address,
        tls.context(),
        reviewer::answer,
        new ReviewTimeout(config.servers().webhookTimeout()),
        known.inventory(),
        notifications,
        new Callers(
            access::mayReview,
            chain -> !chain.isEmpty() && tls.isReplica(chain.getFirst(), clock.instant())));
  }

  private Evictions evictions(ImageFindings images, NamespaceLabels labels) {
    ServeConfig.Evictions evictions = config.servers().evictions();
    return new EvictionGuard(
        images,
        labels::evictions,
        new NamedPods(client, new MissingRights(), lookups)::pod,
        evictions.mode(),
        evictions.hold(),
        new EvictionMetrics(metrics),
        clock);
  }

  /// @param view whose verdicts the inventory has; empty on the leader
  StatusPage page(Checker checker, RegistryClient registry, Supplier<String> view) {
    return new StatusPage(
        new StatusPage.Sources(
            known.inventory(),
            known.rescues(),
            view,
            informers::synced,
            () -> conditions(registry.gates()),
            checker::checkNow,
            clock),
        new StatusPage.About(config.cluster().name(), Version.text()),
        config.servers().keepList()
            ? Optional.of(() -> KeepLists.needed(config, client, known.inventory()))
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

  /// Nothing if registries may not tell of anything. What is told to a replica that does not lead
  /// is handed on to the one that does.
  Optional<NotificationsApi> notifications(
      PullLookup lookup, Checker checker, Threads threads, Leadership leadership) {
    LeaderPost leader = new LeaderPost(leadership::leaderAddress, tls::clientContext);
    return access
        .notificationsToken()
        .map(
            token ->
                new NotificationsApi(
                    new Notifications(
                        lookup::references,
                        pull -> known.inventory().status(pull).flatMap(PullStatus::digest),
                        checker::checkNow,
                        threads.scheduler()),
                    token,
                    leadership::leads,
                    body -> handedOn(leader.send(NotificationsApi.HANDED_ON, body)),
                    new NotificationMetrics(metrics)));
  }

  private static NotificationsApi.Reply handedOn(LeaderPost.Reply reply) {
    return new NotificationsApi.Reply(reply.status(), reply.body());
  }

  /// @param signs whether the vital parts live
  ManagementEndpoint management(
      Optional<WebhookEndpoint> webhook,
      StatusPage page,
      Optional<NotificationsApi> notifications,
      Supplier<VitalSigns> signs) {
    return new ManagementEndpoint(
        config.servers().management().socket(),
        new ManagementEndpoint.Metrics(metrics, known.metrics()),
        new ManagementEndpoint.Probes(() -> readiness(webhook), () -> signs.get().dead()),
        page,
        notifications,
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
