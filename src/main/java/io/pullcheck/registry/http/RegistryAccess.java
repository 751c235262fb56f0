package io.pullcheck.registry.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/// By which ways registries are reached.
///
/// @param environment the process's environment variables, for `HTTPS_PROXY` and its like
/// @param certificateAuthorities PEM files, trusted besides the system's CAs
/// @param userAgent what registries are told we are
public record RegistryAccess(
    AddressRules addresses,
    Map<String, String> environment,
    List<Path> certificateAuthorities,
    String userAgent) {

  public RegistryAccess {
    Objects.requireNonNull(addresses, "addresses");
    environment = Map.copyOf(environment);
    certificateAuthorities = List.copyOf(certificateAuthorities);
    Objects.requireNonNull(userAgent, "userAgent");
  }

  /// The HTTP transport that goes by these ways.
  ///
  /// @param names resolves without looking at what may be connected to
  public Transport transport(TlsProfiles tls, DnsResolver names) {
    Proxies proxies = Proxies.of(environment);
    var trusted =
        proxies.all().stream()
            .flatMap(proxy -> Stream.of(proxy.getHost() + ":" + Proxies.port(proxy)))
            .collect(Collectors.toSet());
    GuardedResolver resolver = new GuardedResolver(names, addresses, trusted);
    return new Transport(HttpClients.create(resolver, tls, proxies, userAgent), addresses);
  }
}
