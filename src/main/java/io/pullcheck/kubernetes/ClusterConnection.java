package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.pullcheck.config.UsageError;
import io.pullcheck.workload.ApiJson;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Opens clients for the API server.
public final class ClusterConnection {

  private static final Logger log = LoggerFactory.getLogger(ClusterConnection.class);

  // fabric8 doubles it up to five times: 8 seconds after the API server is back, the watch is too.
  private static final int RECONNECT_MILLIS = 250;
  private static final int REQUEST_TIMEOUT_MILLIS = 30_000;
  private static final int HTTPS = 443;

  private ClusterConnection() {}

  /// Opens a client for the cluster that `--kubeconfig` names; without it that of the pod we run
  /// in, else that of `KUBECONFIG` or of `~/.kube/config`. Sends no request, so that an API server
  /// that is down can be waited for.
  ///
  /// @param environment the process's environment variables
  public static KubernetesClient open(Optional<Path> kubeconfig, Map<String, String> environment) {
    return checked(ClusterConfig.find(kubeconfig, environment, ClusterConfig.SERVICE_ACCOUNT));
  }

  /// Opens a client as kubectl does: for the kubeconfig of the flag, of `KUBECONFIG` or of the home
  /// folder, and without any for the cluster of the pod we run in.
  ///
  /// @param context of the kubeconfig; its current one if none is given
  public static KubernetesClient openAsUser(
      Optional<Path> kubeconfig, Optional<String> context, Map<String, String> environment) {
    return checked(
        ClusterConfig.ofUser(kubeconfig, context, environment, ClusterConfig.SERVICE_ACCOUNT));
  }

  private static KubernetesClient checked(Config config) {
    try {
      return open(config);
    } catch (RuntimeException e) {
      // A certificate or key that is named but missing or broken, a proxy without a port.
      throw new UsageError(config.getMasterUrl() + " cannot be used: " + ApiFailure.describe(e));
    }
  }

  /// Every address and the port of the API server; empty if its name does not resolve, which is
  /// logged. Blocks.
  public static Set<InetSocketAddress> addresses(KubernetesClient client) {
    InetSocketAddress name = address(client);
    try {
      return Arrays.stream(InetAddress.getAllByName(name.getHostString()))
          .map(address -> new InetSocketAddress(address, name.getPort()))
          .collect(Collectors.toSet());
    } catch (UnknownHostException e) {
      log.atWarn()
          .addKeyValue("host", name.getHostString())
          .log("the API server's name does not resolve");
      return Set.of();
    }
  }

  /// Host and port of the API server, not resolved.
  static InetSocketAddress address(KubernetesClient client) {
    URL url = client.getMasterUrl();
    return InetSocketAddress.createUnresolved(
        url.getHost(), url.getPort() < 0 ? HTTPS : url.getPort());
  }

  /// The namespace of our own objects: the given one, else that of the pod or of the kubeconfig,
  /// else `default`.
  public static String namespace(Optional<String> given, KubernetesClient client) {
    return given.or(() -> Optional.ofNullable(client.getNamespace())).orElse("default");
  }

  public static KubernetesClient open(Config config) {
    config.setWatchReconnectInterval(RECONNECT_MILLIS);
    config.setRequestTimeout(REQUEST_TIMEOUT_MILLIS);
    // The client itself does not retry: informers do so for ever, and admission must not wait.
    config.setRequestRetryBackoffLimit(0);
    // All requests would share one connection of HTTP/2, and go on to do so when it is dead.
    config.setHttp2Disable(true);
    config.setUserAgent("pullcheck");
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new ApiHttpClients(config, defaultTls()))
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor("gzip", new CompressedAnswers()))
        .withKubernetesSerialization(serialization())
        .build();
  }

  private static SSLContext defaultTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JVM without TLS", e);
    }
  }

  /// Reads whatever the API server stores, and the objects of watch events as [ApiObject]s. It
  /// knows no class by its kind: the default one loads all of fabric8's models.
  public static KubernetesSerialization serialization() {
    JsonMapper mapper =
        JsonMapper.builder(ApiJson.of(JsonFactory.builderWithJackson2Defaults()))
            .configureForJackson2()
            .addModule(
                new SimpleModule().addDeserializer(WatchEvent.class, new WatchEventDeserializer()))
            .build();
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
    serialization.registerKubernetesResource("v1", "Status", Status.class);
    return serialization;
  }
}
