package io.pullcheck.config;

import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.ImageMirrors;
import io.pullcheck.model.Platform;
import io.pullcheck.workload.WorkloadKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The configuration of `pullcheck serve`, which the flags give; docs/flags.md says what each value
/// means.
public record ServeConfig(
    Servers servers,
    Checks checks,
    Selection selection,
    Cluster cluster,
    Registries registries,
    NodeCredentials nodeCredentials,
    Tls tls,
    Replicas replicas,
    Log log) {

  /// The two HTTP servers.
  ///
  /// @param webhook nothing: there is no webhook, and no certificate for it
  /// @param access who may ask them
  /// @param metrics of which images `/metrics` has series
  /// @param denyHint what deny mode adds to each refusal
  /// @param keepList whether the images that the cluster needs can be asked for
  public record Servers(
      BindAddress management,
      Optional<BindAddress> webhook,
      Duration webhookTimeout,
      Duration shutdownDelay,
      Access access,
      MetricsDetail metrics,
      Optional<String> denyHint,
      Evictions evictions,
      boolean keepList) {}

  /// What is answered to those who evict pods.
  ///
  /// @param mode of namespaces that do not choose one
  /// @param hold for how long a pod is held at most; zero: not at all
  public record Evictions(EvictionMode mode, Duration hold) {}

  /// Who may ask the two HTTP servers.
  ///
  /// @param webhookClientAuthority signs API servers' client certificates, if there is such a CA
  /// @param managementToken what a request to the management endpoint must bear
  /// @param managementHosts further names of the management endpoint, in lower case
  /// @param notificationsToken what registries' notifications must bear; nothing: none are taken
  public record Access(
      Optional<Path> webhookClientAuthority,
      Optional<Path> managementToken,
      Set<String> managementHosts,
      Optional<Path> notificationsToken) {
    public Access {
      managementHosts = Set.copyOf(managementHosts);
    }
  }

  /// The times of the checks.
  public record Checks(
      Duration period, Duration interval, Duration failedInterval, Duration timeout) {

    /// No image is left unchecked for longer.
    public Duration longestInterval() {
      return interval.compareTo(failedInterval) > 0 ? interval : failedInterval;
    }
  }

  /// Which workloads and images are checked.
  ///
  /// @param resources further workloads, by the path of their pod spec
  /// @param labels which of workloads are exported
  /// @param denyNamespaces are in deny mode, whatever their labels say
  public record Selection(
      ImageSelection images,
      WorkloadKinds kinds,
      WorkloadResources resources,
      WorkloadLabels labels,
      Optional<NamespaceLabel> namespaceLabel,
      Set<String> namespaces,
      NamespacePatterns denyNamespaces,
      WorkloadKinds forceCheckDisabled) {
    public Selection {
      namespaces = Set.copyOf(namespaces);
    }

    /// Whether `--namespaces` and `--namespace-label` let a namespace with these labels be looked
    /// at.
    public boolean admits(String namespace, Map<String, String> labels) {
      return (namespaces.isEmpty() || namespaces.contains(namespace))
          && namespaceLabel.map(wanted -> wanted.isOn(labels)).orElse(true);
    }

    /// Whether objects of the kind are checked although they run nothing; with `*` those of every
    /// kind.
    public boolean idleToo(WorkloadKind kind) {
      return forceCheckDisabled.kinds().contains(kind)
          || forceCheckDisabled.kinds().containsAll(WorkloadKind.BUILT_IN);
    }

    /// Whether a namespace is in deny mode by the operator's word, which its labels cannot change.
    public boolean pinsDeny(String namespace) {
      return (namespaces.isEmpty() || namespaces.contains(namespace))
          && denyNamespaces.test(namespace);
    }
  }

  /// The cluster, and the names of our own objects in it.
  ///
  /// @param name what people call the cluster
  /// @param pods whether pods are watched
  public record Cluster(
      Optional<String> name,
      Optional<Path> kubeconfig,
      Optional<String> namespace,
      String serviceName,
      String tlsSecretName,
      String webhookConfigurationName,
      String leaseName,
      PullSecretAccess pullSecrets,
      boolean events,
      boolean pods) {}

  /// The requests to registries; `scan` has them too.
  ///
  /// @param platforms to verify in place of those of the nodes; may be empty
  /// @param settings the file that `--config` names
  /// @param hostsDirectory the folder that `--hosts-dir` names
  public record Registries(
      String defaultRegistry,
      ImageMirrors mirrors,
      List<Path> certificateAuthorities,
      boolean skipVerification,
      boolean allowPlainHttp,
      boolean allowLoopback,
      boolean denyPrivate,
      Verification verify,
      Set<Platform> platforms,
      Optional<ContainerRuntime> runtime,
      Optional<Path> settings,
      Optional<Path> hostsDirectory) {
    public Registries {
      certificateAuthorities = List.copyOf(certificateAuthorities);
      platforms = Set.copyOf(platforms);
    }
  }

  /// What stands for the credentials that a node has of its own; shared with `scan`.
  ///
  /// @param google whether Google's registries get application default credentials
  public record NodeCredentials(
      Optional<Path> dockerConfig,
      Optional<Path> providerConfig,
      Optional<Path> providerDirectory,
      boolean google) {}

  /// The webhook's certificate.
  public record Tls(
      TlsMode mode,
      Optional<Path> certificate,
      Optional<Path> privateKey,
      Optional<Path> authority,
      List<String> alternativeNames) {
    public Tls {
      alternativeNames = List.copyOf(alternativeNames);
    }
  }

  /// How several replicas share the work.
  ///
  /// @param shard from 0 to `totalShards` - 1
  /// @param store what they share with other clusters, if anything
  public record Replicas(boolean leaderElect, int shard, int totalShards, Optional<Store> store) {}

  /// The verdict store of a fleet of clusters.
  ///
  /// @param url of Redis or Valkey; holds no password
  /// @param credentials a file with `user:password`
  /// @param key a file with the secret of the fleet
  /// @param prefix of every key in the store
  /// @param authority PEM; nothing: the JVM's own CAs
  public record Store(
      String url, Optional<Path> credentials, Path key, String prefix, Optional<Path> authority) {}

  /// How pull secrets are read from the cluster.
  public enum PullSecretAccess {
    INFORMER,
    ON_DEMAND,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Where the webhook's certificate comes from.
  public enum TlsMode {
    SELF,
    FILES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What is logged, and how.
  public record Log(LogFormat format, LogLevel level) {}

  /// The least important statements that are logged.
  public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The format of the log.
  public enum LogFormat {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
