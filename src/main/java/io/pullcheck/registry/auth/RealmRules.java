package io.pullcheck.registry.auth;

import io.pullcheck.registry.http.Proxies;
import io.pullcheck.registry.http.Transport;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/// Which token servers may see a registry's credentials: a registry that somebody made up must not
/// be able to name a realm of his own for the credentials of another.
final class RealmRules {

  // Known pairs across domains, by the registry's host.
  private static final Map<String, Set<String>> PAIRS =
      Map.of(
          "nvcr.io", Set.of("authn.nvidia.com"),
          "dhi.io", Set.of("auth.docker.io"),
          "registry-1.docker.io", Set.of("auth.docker.io"));

  private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

  private RealmRules() {}

  /// Why the realm may not see the credentials; nothing if it may.
  ///
  /// @param registry where the challenge came from
  /// @param authHosts further hosts that the user allows
  static Optional<String> refusal(URI registry, URI realm, Set<String> authHosts) {
    String host = host(realm);
    if (!"https".equals(realm.getScheme()) && !"http".equals(registry.getScheme())) {
      return Optional.of("its realm on " + host + " is not HTTPS");
    }
    boolean known =
        host.equals(host(registry))
            || PAIRS.getOrDefault(host(registry), Set.of()).contains(host)
            || authHosts.contains(host)
            || authHosts.contains(host + ":" + Transport.port(realm))
            || sameDomain(host(registry), host);
    return known
        ? Optional.empty()
        : Optional.of(
            "its realm is on " + host + ": name that in authHosts in --config if it is right");
  }

  /// Do both live under the same registrable domain, by the public suffix list with its private
  /// section?
  private static boolean sameDomain(String one, String other) {
    if (Proxies.literal(one).isPresent() || Proxies.literal(other).isPresent()) {
      return false;
    }
    Optional<String> domain = registrable(one);
    return domain.isPresent() && domain.equals(registrable(other));
  }

  private static Optional<String> registrable(String host) {
    if (host.indexOf('.') < 0) {
      return Optional.empty();
    }
    @Nullable String root = SUFFIXES.getDomainRoot(host);
    return Optional.ofNullable(root).filter(domain -> domain.indexOf('.') > 0);
  }

  private static String host(URI uri) {
    return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
  }
}
