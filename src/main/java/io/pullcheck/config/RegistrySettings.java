package io.pullcheck.config;

import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.HostName;
import io.pullcheck.model.KnownRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings for all registries.
///
/// @param hosts by host as it stands in references, by `*.domain` or by `*`, in lower case; the
///   longest that matches counts
/// @param verification where a host has none of its own
/// @param skipVerification accept any certificate, everywhere
/// @param allowPlainHttp HTTPS first, then HTTP, without a login, where the port refuses or does
///   not speak TLS
/// @param shards the number of replicas that share a host's rate
/// @param runtime the nodes'
/// @param nodes how the nodes reach registries: `--hosts-dir`
/// @param limits of `scan`'s flags, for every host
public record RegistrySettings(
    Map<String, HostSettings> hosts,
    Verification verification,
    boolean skipVerification,
    boolean allowPlainHttp,
    int shards,
    ContainerRuntime runtime,
    NodeHosts nodes,
    Limits limits) {

  /// How many requests each host gets, whatever else is set.
  ///
  /// @param requestsPerSecond 0: no limit
  /// @param concurrency requests at a time
  public record Limits(Optional<Double> requestsPerSecond, Optional<Integer> concurrency) {
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());

    private HostSettings on(HostSettings settings) {
      return settings.limited(
          requestsPerSecond.orElse(settings.requestsPerSecond()),
          concurrency.orElse(settings.concurrency()));
    }
  }

  // Requests at a time that a registry of one's own gets where there is no limit on its rate.
  private static final int OWN_AT_A_TIME = 16;
  private static final String HTTPS_PORT = ":443";

  public RegistrySettings {
    hosts = Map.copyOf(hosts);
    Objects.requireNonNull(verification, "verification");
    Objects.requireNonNull(runtime, "runtime");
  }

  /// @param hosts in any case; of those that differ only by it, the last counts
  public RegistrySettings(
      List<HostSettings> hosts,
      Verification verification,
      boolean skipVerification,
      boolean allowPlainHttp,
      int shards) {
    this(
        hosts.stream()
            .collect(
                Collectors.toMap(
                    each -> each.host().toLowerCase(Locale.ROOT),
                    Function.identity(),
                    (_, last) -> last)),
        verification,
        skipVerification,
        allowPlainHttp,
        shards,
        ContainerRuntime.CONTAINERD,
        NodeHosts.NONE,
        Limits.NONE);
  }

  /// The same settings for nodes with that runtime.
  public RegistrySettings with(ContainerRuntime other) {
    return new RegistrySettings(
        hosts, verification, skipVerification, allowPlainHttp, shards, other, nodes, limits);
  }

  /// With the nodes' own settings of registries.
  public RegistrySettings on(NodeHosts others) {
    return new RegistrySettings(
        hosts, verification, skipVerification, allowPlainHttp, shards, runtime, others, limits);
  }

  /// With limits that hold for every host.
  public RegistrySettings limited(Limits others) {
    return new RegistrySettings(
        hosts, verification, skipVerification, allowPlainHttp, shards, runtime, nodes, others);
  }

  /// Without a limit on the rate of those of the hosts about which the user has said nothing.
  public RegistrySettings unlimited(Set<String> some) {
    Map<String, HostSettings> all = new HashMap<>(hosts);
    some.stream()
        .map(this::name)
        .filter(name -> given(name).isEmpty() && !hosts.containsKey(HostSettings.ANY))
        .forEach(name -> all.put(name, HostSettings.defaults(name).limited(0, OWN_AT_A_TIME)));
    return new RegistrySettings(
        all, verification, skipVerification, allowPlainHttp, shards, runtime, nodes, limits);
  }

  /// Is any image verified at that level or a higher one?
  public boolean verify(Verification level) {
    return Stream.concat(
            Stream.of(verification),
            hosts.values().stream().flatMap(each -> each.verify().stream()))
        .anyMatch(each -> each.compareTo(level) >= 0);
  }

  /// The name by which a host's settings and its gate are found: in lower case, and without the
  /// port of HTTPS unless the settings name it. The target of a connection has the port even where
  /// the reference has none. Docker Hub is one registry by all its names, unless the settings tell
  /// them apart.
  public String name(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    String bare =
        name.endsWith(HTTPS_PORT) && !hosts.containsKey(name)
            ? name.substring(0, name.length() - HTTPS_PORT.length())
            : name;
    return hosts.containsKey(bare) ? bare : KnownRegistry.named(bare);
  }

  /// Has the user named this very host?
  public boolean names(String host) {
    return hosts.containsKey(name(host));
  }

  /// Whether the operator has said something about a host, by its name or its domain.
  public boolean has(String host) {
    return given(name(host)).isPresent() || nodes.names(name(host));
  }

  private Optional<HostSettings> given(String name) {
    return Optional.ofNullable(hosts.get(name)).or(() -> byDomain(name));
  }

  /// The settings of a host, with this replica's share of its rate.
  public HostSettings of(String host) {
    String name = name(host);
    return shared(nodes.reach(name, own(name)));
  }

  /// The settings of a mirror's host, reached as this mirror.
  public HostSettings of(Mirror mirror) {
    return mirror
        .endpoint()
        .map(
            endpoint -> {
              HostSettings own = own(name(mirror.host()));
              return shared(own.reached(List.of(), true, own.endpoint().and(endpoint)));
            })
        .orElseGet(() -> of(mirror.host()));
  }

  /// How the user wants a host to be connected to, whoever leads there.
  public Endpoint endpoint(String host) {
    return own(name(host)).endpoint();
  }

  // What `--config` says of it.
  private HostSettings own(String name) {
    return given(name)
        .or(() -> Optional.ofNullable(hosts.get(HostSettings.ANY)).map(all -> all.of(name)))
        .orElseGet(() -> HostSettings.defaults(name));
  }

  private HostSettings shared(HostSettings settings) {
    return limits.on(
        shards == 1
            ? settings
            : settings.withRequestsPerSecond(settings.requestsPerSecond() / shards));
  }

  // A domain stands for its hosts at any port.
  private Optional<HostSettings> byDomain(String name) {
    String host = HostName.withoutPort(name);
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      HostSettings settings = hosts.get("*" + host.substring(dot));
      if (settings != null) {
        return Optional.of(settings);
      }
    }
    return Optional.empty();
  }
}
