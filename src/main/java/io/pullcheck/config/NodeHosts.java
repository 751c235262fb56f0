package io.pullcheck.config;

import io.pullcheck.model.KnownRegistry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the nodes reach registries: containerd's `certs.d` tree, read.
///
/// @param registries by the name that references have, in lower case; `*`: all without an entry
/// @param endpoints of their mirrors, by host
public record NodeHosts(Map<String, Route> registries, Map<String, Endpoint> endpoints) {

  public static final NodeHosts NONE = new NodeHosts(Map.of(), Map.of());

  public NodeHosts {
    registries = Map.copyOf(registries);
    endpoints = Map.copyOf(endpoints);
  }

  /// Where a registry's images are asked for.
  ///
  /// @param mirrors in their order
  /// @param fallback whether the registry itself is asked last
  /// @param endpoint how the registry itself is connected to
  record Route(List<Mirror> mirrors, boolean fallback, Endpoint endpoint) {
    Route {
      mirrors = List.copyOf(mirrors);
    }
  }

  boolean names(String host) {
    return registries.containsKey(host) || endpoints.containsKey(host);
  }

  /// The settings of a host as `--config` has them, with what the nodes have. Mirrors that
  /// `--config` names take the place of the nodes'.
  HostSettings reach(String host, HostSettings given) {
    @Nullable Route own = registries.get(host);
    @Nullable Route route = own == null ? registries.get(HostSettings.ANY) : own;
    Endpoint endpoint =
        endpoints.containsKey(host)
            ? given.endpoint().and(endpoints.getOrDefault(host, Endpoint.PLAIN_TLS))
            : given.endpoint();
    if (route == null) {
      return given.endpoint().equals(endpoint)
          ? given
          : given.reached(given.mirrors(), given.fallback(), endpoint);
    }
    return given.mirrors().isEmpty()
        ? given.reached(route.mirrors(), route.fallback(), endpoint.and(route.endpoint()))
        : given.reached(given.mirrors(), given.fallback(), endpoint.and(route.endpoint()));
  }

  /// Whether an endpoint is the registry itself.
  static boolean isItself(String registry, String endpoint) {
    return endpoint.equals(registry) || endpoint.equals(KnownRegistry.apiHost(registry));
  }
}
