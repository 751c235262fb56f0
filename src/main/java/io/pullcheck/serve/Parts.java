package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.checker.Checker;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.ApiServerAddresses;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.replica.Standby;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.ManagementEndpoint;
import io.pullcheck.web.WebhookEndpoint;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The parts of the running program that are started, stopped or called by [Serve]; [Assembly] has
/// put them together.
///
/// @param certificate nothing if there is no webhook
/// @param stopping whether the program is about to end, so that it is no longer ready
record Parts(
    ServeConfig config,
    KubernetesClient client,
    Threads threads,
    Leadership leadership,
    Optional<WorkloadEvents> events,
    Logs logs,
    Inventory inventory,
    RegistryConfiguration configuration,
    AccessFiles access,
    ApiServerAddresses apiServers,
    RegistryClient registry,
    ClusterInformers informers,
    Checker checker,
    Standby standby,
    Optional<WebhookCertificate> certificate,
    Optional<WebhookEndpoint> webhook,
    AtomicBoolean stopping,
    ManagementEndpoint management) {}
