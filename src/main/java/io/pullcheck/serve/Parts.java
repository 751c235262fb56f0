package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.checker.Checker;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.ApiServerAddresses;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.replica.Standby;
import io.pullcheck.web.ManagementEndpoint;
import io.pullcheck.web.WebhookEndpoint;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/// The parts of the running program that are started, stopped or called by [Serve]; [Assembly] has
/// put them together.
///
/// @param checks a virtual thread for each check, and for what else may block
/// @param scheduler one thread for the checker's ticks and for what is done every second
/// @param pulse beats with what is done every second
record Parts(
    ServeConfig config,
    KubernetesClient client,
    ExecutorService checks,
    ScheduledExecutorService scheduler,
    Pulse pulse,
    Leadership leadership,
    Optional<WorkloadEvents> events,
    RegistryConfiguration configuration,
    AccessFiles access,
    ApiServerAddresses apiServers,
    RegistryClient registry,
    ClusterInformers informers,
    Checker checker,
    Standby standby,
    WebhookCertificate certificate,
    WebhookEndpoint webhook,
    ManagementEndpoint management) {}
