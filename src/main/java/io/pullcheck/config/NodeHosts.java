package io.pullcheck.config;

import io.pullcheck.model.KnownRegistry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the nodes reach registries: containerd's `certs.d` tree, read.
///
/// @param registries by the name that references have, in lower case; `*`: all without an entry
public record NodeHosts(Map<String, Route> registries) {

  public static final NodeHosts NONE = new NodeHosts(Map.of());

  public NodeHosts {
    registries = Map.copyOf(registries);
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

  /// Whether a registry, or a mirror of one, has this name.
  boolean names(String host) {
    return registries.containsKey(host)
        || registries.values().stream()
            .flatMap(route -> route.mirrors().stream())
            .anyMatch(mirror -> mirror.host().equals(host));
  }

  /// The settings of a registry as `--config` has them, with what the nodes have. Mirrors that
  /// `--config` names take the place of the nodes'.
  HostSettings reach(String host, HostSettings given) {
    @Nullable Route own = registries.get(host);
    @Nullable Route route = own == null ? registries.get(HostSettings.ANY) : own;
    if (route == null) {
      return given;
    }
    Endpoint endpoint = given.endpoint().and(route.endpoint());
    return given.mirrors().isEmpty()
        ? given.reached(route.mirrors(), route.fallback(), endpoint)
        : given.reached(given.mirrors(), given.fallback(), endpoint);
  }

  /// Whether an endpoint is the registry itself.
  static boolean isItself(String registry, String endpoint) {
    return endpoint.equals(registry) || endpoint.equals(KnownRegistry.apiHost(registry));
  }
}
