package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.pullcheck.config.UsageError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the address of the API server and our credentials for it.
final class ClusterConfig {

  /// Where a pod finds the token of its service account and the cluster's CA.
  static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private ClusterConfig() {}

  static Config find(Optional<Path> kubeconfig, Map<String, String> environment, Path account) {
    Config config = withoutProxy(kubeconfig, environment, account);
    if (config.getHttpsProxy() == null && config.getHttpProxy() == null) {
      useProxy(config, environment);
    }
    return config;
  }

  /// As kubectl finds it: the kubeconfig of the flag, of `KUBECONFIG` or of the home folder, and
  /// without any the pod's own access.
  static Config ofUser(
      Optional<Path> kubeconfig,
      Optional<String> context,
      Map<String, String> environment,
      Path account) {
    List<Path> files = kubeconfig.map(List::of).orElseGet(() -> userFiles(environment));
    if (files.isEmpty() && context.isEmpty() && inPod(environment, account)) {
      return find(Optional.empty(), environment, account);
    }
    if (files.isEmpty()) {
      throw noCluster();
    }
    String source = kubeconfig.isPresent() ? "--kubeconfig" : "KUBECONFIG";
    Config config = Kubeconfig.read(source, files).of(context);
    if (config.getHttpsProxy() == null && config.getHttpProxy() == null) {
      useProxy(config, environment);
    }
    return config;
  }

  private static List<Path> filesOfUser(Map<String, String> environment) {
    List<Path> files = userFiles(environment);
    if (files.isEmpty()) {
      throw noCluster();
    }
    return files;
  }

  private static UsageError noCluster() {
    return new UsageError(
        "no cluster: --kubeconfig is not given, KUBECONFIG is not set, there is no"
            + " ~/.kube/config, and this is no pod of a cluster");
  }

  private static List<Path> userFiles(Map<String, String> environment) {
    List<Path> named = files(environment.getOrDefault("KUBECONFIG", ""));
    Path own = Path.of(environment.getOrDefault("HOME", ""), ".kube", "config");
    return named.isEmpty() && Files.isRegularFile(own) ? List.of(own) : named;
  }

  private static List<Path> files(String list) {
    return Arrays.stream(list.split(File.pathSeparator))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static boolean inPod(Map<String, String> environment, Path account) {
    return !environment.getOrDefault("KUBERNETES_SERVICE_HOST", "").isEmpty()
        && Files.isRegularFile(account.resolve("token"));
  }

  private static Config withoutProxy(
      Optional<Path> kubeconfig, Map<String, String> environment, Path account) {
    if (kubeconfig.isPresent()) {
      return Kubeconfig.read("--kubeconfig", List.of(kubeconfig.get())).current();
    }
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    if (inPod(environment, account)) {
      return inCluster(host, environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"), account);
    }
    return Kubeconfig.read("KUBECONFIG", filesOfUser(environment)).current();
  }

  private static Config inCluster(String host, String port, Path account) {
    Config config = Config.empty();
    config.setMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    config.setCaCertFile(account.resolve("ca.crt").toString());
    config.setOauthTokenProvider(new TokenFile(account.resolve("token")));
    return config;
  }

  // As in every Go client, also in that loopback addresses never go through the proxy.
  private static void useProxy(Config config, Map<String, String> environment) {
    variable(environment, "HTTPS_PROXY").ifPresent(config::setHttpsProxy);
    variable(environment, "HTTP_PROXY").ifPresent(config::setHttpProxy);
    Stream<String> noProxy =
        Arrays.stream(variable(environment, "NO_PROXY").orElse("").split(","))
            .map(String::strip)
            .filter(host -> !host.isEmpty())
            .map(host -> host.startsWith("*.") ? host.substring(1) : host);
    config.setNoProxy(
        Stream.concat(noProxy, Stream.of("localhost", "127.0.0.1")).toArray(String[]::new));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(spelling -> environment.getOrDefault(spelling, ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
