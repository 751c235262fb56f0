package io.pullcheck.registry.auth;

import io.pullcheck.model.KnownRegistry;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Proxies;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/// Which token servers may see a registry's credentials. A registry names its token server itself,
/// so that a hostile one could name any host to get credentials sent there.
final class RealmRules {

  private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

  private RealmRules() {}

  /// Why the realm may not see the credentials; nothing if it may.
  ///
  /// @param registry the URL that answered with the challenge
  /// @param authHosts further hosts that the user allows, with or without a port
  static Optional<String> refusal(URI registry, URI realm, Set<String> authHosts) {
    String host = host(realm);
    if (!"https".equals(realm.getScheme()) && !"http".equals(registry.getScheme())) {
      return Optional.of("its realm on " + host + " is not HTTPS");
    }
    boolean known =
        host.equals(host(registry))
            || KnownRegistry.of(host(registry))
                .filter(each -> each.tokenHosts().contains(host))
                .isPresent()
            || authHosts.contains(host)
            || authHosts.contains(host + ":" + HttpCall.port(realm))
            || sameDomain(host(registry), host);
    return known
        ? Optional.empty()
        : Optional.of(
            "its realm is on " + host + ": name that in authHosts in --config if it is right");
  }

  /// Are both hosts under the same registrable domain, by the public suffix list with its private
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
