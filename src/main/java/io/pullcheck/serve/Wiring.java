package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.admission.AdmissionObserver;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.credentials.CredentialSources;
import io.pullcheck.credentials.Keyrings;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.own.LeaderElection;
import io.pullcheck.kubernetes.watch.ClusterInformers;
import io.pullcheck.metrics.AdmissionMetrics;
import io.pullcheck.metrics.RegistryMetrics;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Platform;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.verdict.PullLookup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What joins the packages: the configuration in the words of each, and observers that lead to
/// metrics.
public final class Wiring {

  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  private Wiring() {}

  public static RegistryAccess access(
      ServeConfig.Registries config, KubernetesClient client, Map<String, String> environment) {
    return access(config, apiServers(ClusterConnection.address(client)), environment);
  }

  public static RegistryAccess access(
      ServeConfig.Registries config,
      Set<InetSocketAddress> apiServers,
      Map<String, String> environment) {
    return new RegistryAccess(
        new AddressRules(config.allowLoopback(), config.denyPrivate(), apiServers),
        environment,
        config.certificateAuthorities(),
        "pullcheck/" + Version.text());
  }

  private static Set<InetSocketAddress> apiServers(InetSocketAddress unresolved) {
    Set<InetSocketAddress> addresses = new HashSet<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(unresolved.getHostString())) {
        addresses.add(new InetSocketAddress(address, unresolved.getPort()));
      }
    } catch (UnknownHostException e) {
      log.atWarn()
          .addKeyValue("host", unresolved.getHostString())
          .log("the API server's name does not resolve");
    }
    return addresses;
  }

  static RegistryObserver observer(RegistryMetrics metrics) {
    return new RegistryObserver() {
      @Override
      public void requestDone(String registry, String code) {
        metrics.requestDone(registry, code);
      }

      @Override
      public void checkDone(String registry, Duration took) {
        metrics.checkDone(registry, took);
      }
    };
  }

  static AdmissionObserver admissionObserver(PrometheusRegistry registry) {
    AdmissionMetrics metrics = new AdmissionMetrics(registry);
    return new AdmissionObserver() {
      @Override
      public void reviewed(String kind, String operation, Duration took) {
        metrics.reviewed(kind, operation, took);
      }

      @Override
      public void warned(Reason reason) {
        metrics.warned(reason.word());
      }

      @Override
      public void deadlineExceeded() {
        metrics.deadlineExceeded();
      }
    };
  }

  static ClusterInformers.Settings informerSettings(ServeConfig config, boolean nodes) {
    return new ClusterInformers.Settings(config.selection(), config.cluster().pullSecrets(), nodes);
  }

  static PullLookup lookup(
      ServeConfig config,
      ClusterInformers informers,
      Map<String, String> environment,
      InstantSource clock) {
    Set<Platform> given = config.registries().platforms();
    Supplier<Set<Platform>> platforms = given.isEmpty() ? informers::platforms : () -> given;
    return new PullLookup(
        config.registries().defaultRegistry(),
        config.registries().mirrors(),
        new Keyrings(
            informers, CredentialSources.ofNode(config.nodeCredentials(), environment, clock)),
        platforms);
  }

  /// The images that are this shard's: all of a repository are one's.
  static Predicate<String> shard(ServeConfig config) {
    ServeConfig.Replicas replicas = config.replicas();
    String defaultRegistry = config.registries().defaultRegistry();
    Predicate<String> ours =
        image ->
            Math.floorMod(
                    ImageReference.parse(image, defaultRegistry)
                        .map(ImageReference::repository)
                        .orElse(image)
                        .hashCode(),
                    replicas.totalShards())
                == replicas.shard();
    return config.selection().images().and(ours);
  }

  static Optional<LeaderElection> election(
      ServeConfig config,
      KubernetesClient client,
      Map<String, String> environment,
      IntSupplier managementPort,
      InstantSource clock) {
    if (!config.replicas().leaderElect()) {
      return Optional.empty();
    }
    String holder =
        environment.getOrDefault("HOSTNAME", "pullcheck") + "-" + ProcessHandle.current().pid();
    String host = environment.getOrDefault("POD_IP", "127.0.0.1");
    int shard = config.replicas().shard();
    return Optional.of(
        new LeaderElection(
            client,
            new LeaderElection.Identity(
                namespace(config, client),
                config.cluster().leaseName() + (shard == 0 ? "" : "-" + shard),
                holder,
                () ->
                    (host.indexOf(':') < 0 ? host : "[" + host + "]")
                        + ":"
                        + managementPort.getAsInt()),
            LeaderElection.Timing.DEFAULT,
            clock,
            System::nanoTime));
  }

  /// Where our own objects are.
  static String namespace(ServeConfig config, KubernetesClient client) {
    return config
        .cluster()
        .namespace()
        .or(() -> Optional.ofNullable(client.getNamespace()))
        .orElse("default");
  }
}
