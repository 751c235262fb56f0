package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.pullcheck.config.UsageError;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Opens clients for the API server.
public final class ClusterConnection {

  // fabric8 doubles it up to five times: 8 seconds after the API server is back, the watch is too.
  private static final int RECONNECT_MILLIS = 250;
  private static final int REQUEST_TIMEOUT_MILLIS = 30_000;
  private static final int HTTPS = 443;

  private ClusterConnection() {}

  /// Opens a client for the cluster that `--kubeconfig` names; without it that of the pod we run
  /// in, else that of `KUBECONFIG`. Sends no request, so that an API server that is down can be
  /// waited for.
  ///
  /// @param environment the process's environment variables
  public static KubernetesClient open(Optional<Path> kubeconfig, Map<String, String> environment) {
    Config config = ClusterConfig.find(kubeconfig, environment, ClusterConfig.SERVICE_ACCOUNT);
    try {
      return open(config);
    } catch (RuntimeException e) {
      // A certificate or key that is named but missing or broken, a proxy without a port.
      throw new UsageError(config.getMasterUrl() + " cannot be used: " + ApiFailure.describe(e));
    }
  }

  /// Host and port of the API server, not resolved.
  public static InetSocketAddress address(KubernetesClient client) {
    URL url = client.getMasterUrl();
    return InetSocketAddress.createUnresolved(
        url.getHost(), url.getPort() < 0 ? HTTPS : url.getPort());
  }

  public static KubernetesClient open(Config config) {
    config.setWatchReconnectInterval(RECONNECT_MILLIS);
    config.setRequestTimeout(REQUEST_TIMEOUT_MILLIS);
    // The client itself does not retry: informers do so for ever, and admission must not wait.
    config.setRequestRetryBackoffLimit(0);
    config.setUserAgent("pullcheck");
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization())
        .build();
  }

  /// A serialization that knows hardly any class by its kind. The default one loads all of
  /// fabric8's models for watch events, whose objects are converted to the class that is watched
  /// anyway.
  public static KubernetesSerialization serialization() {
    KubernetesSerialization serialization =
        new KubernetesSerialization(JsonMapper.builderWithJackson2Defaults().build(), false);
    serialization.registerKubernetesResource("v1", "Status", Status.class);
    return serialization;
  }
}
