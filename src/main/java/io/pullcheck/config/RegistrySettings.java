package io.pullcheck.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// How registries are spoken to.
///
/// @param hosts by host as it stands in references (in either case, here in lower case), or by
///   `*.domain`; the longest that matches counts
/// @param verification where a host has none of its own
/// @param skipVerification take any certificate, everywhere
/// @param allowPlainHttp HTTPS first, then HTTP where the port refuses or does not speak TLS
/// @param shards among how many replicas a host's rate is divided
public record RegistrySettings(
    Map<String, HostSettings> hosts,
    Verification verification,
    boolean skipVerification,
    boolean allowPlainHttp,
    int shards) {

  // The public registries' own limits are by address or account, and shared with the nodes' pulls.
  private static final Map<String, Double> PUBLIC_RATES =
      Map.of("docker.io", 5.0, "registry-1.docker.io", 5.0, "quay.io", 5.0, "public.ecr.aws", 1.0);

  public static final RegistrySettings DEFAULT =
      new RegistrySettings(Map.of(), Verification.MANIFEST, false, false, 1);

  public RegistrySettings {
    Map<String, HostSettings> lower = new HashMap<>();
    hosts.forEach((host, settings) -> lower.put(host.toLowerCase(Locale.ROOT), settings));
    hosts = Map.copyOf(lower);
    Objects.requireNonNull(verification, "verification");
  }

  /// Is any image looked at as closely as that, or closer?
  public boolean verify(Verification level) {
    return Stream.concat(
            Stream.of(verification),
            hosts.values().stream().flatMap(host -> host.verification().stream()))
        .anyMatch(each -> each.compareTo(level) >= 0);
  }

  /// The settings of a host as it stands in references.
  public HostSettings of(String named) {
    String host = named.toLowerCase(Locale.ROOT);
    HostSettings settings =
        Optional.ofNullable(hosts.get(host))
            .or(() -> byDomain(host))
            .orElseGet(() -> builtIn(host));
    return settings.withRequestsPerSecond(settings.requestsPerSecond() / shards);
  }

  /// The rate of a host for which the user has set none: 50 a second, less for public registries.
  public static double builtInRate(String host) {
    return PUBLIC_RATES.getOrDefault(
        host.toLowerCase(Locale.ROOT), HostSettings.DEFAULT.requestsPerSecond());
  }

  private static HostSettings builtIn(String host) {
    return HostSettings.DEFAULT.withRequestsPerSecond(builtInRate(host));
  }

  // A domain stands for its hosts at any port.
  private Optional<HostSettings> byDomain(String named) {
    String host = named.replaceFirst(":[0-9]+$", "");
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      HostSettings settings = hosts.get("*" + host.substring(dot));
      if (settings != null) {
        return Optional.of(settings);
      }
    }
    return Optional.empty();
  }
}
