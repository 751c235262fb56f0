package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.checker.Checker;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.ApiServerAddresses;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.replica.Standby;
import io.pullcheck.web.NotificationsApi;
import java.util.Optional;

/// The parts of the running program that are started, stopped or called by [Serve]; [Assembly] has
/// put them together.
record Parts(
    ServeConfig config,
    KubernetesClient client,
    Threads threads,
    Leadership leadership,
    Optional<Fleet> fleet,
    InventoryParts known,
    Logs logs,
    RegistryConfiguration configuration,
    AccessFiles access,
    ApiServerAddresses apiServers,
    RegistryClient registry,
    ClusterInformers informers,
    Checker checker,
    Optional<NotificationsApi> notifications,
    Standby standby,
    Servers servers) {}
