package io.pullcheck.registry.auth;

import io.pullcheck.model.KnownRegistry;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Proxies;
import io.pullcheck.registry.http.Reach;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/// Which token servers may be requested on behalf of a registry. A registry names its token server
/// itself: a hostile one could name any host to get credentials sent there, or, without any, to
/// have a service inside the cluster requested and its answer handed over.
///
/// @param registry the URL that answered with the challenge
/// @param plainHttp whether that is plain HTTP because the user has said so, or because it is local
/// @param authHosts further hosts that the user allows, with or without a port, in lower case
/// @param atPrivateAddress whether the registry itself was reached at a private address
public record RealmRules(
    URI registry, boolean plainHttp, Set<String> authHosts, boolean atPrivateAddress) {

  private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

  public RealmRules {
    authHosts = Set.copyOf(authHosts);
  }

  /// @param anonymous whether the request carries no credentials
  Realm judge(URI realm, boolean anonymous) {
    String host = host(realm);
    if (!"https".equals(realm.getScheme()) && !plainHttp) {
      return new Realm.Refused(
          "its realm on "
              + host
              + " is not HTTPS: set plainHttp in --config if the registry is plain HTTP too");
    }
    if (isOwn(realm)) {
      return new Realm.Allowed(Reach.ANYWHERE);
    }
    // Without credentials there is nothing to steal, so that a stranger may be requested; but not
    // one that only the cluster can reach.
    if (anonymous && "https".equals(realm.getScheme())) {
      return new Realm.Allowed(atPrivateAddress ? Reach.VERIFIED : Reach.VERIFIED_PUBLIC);
    }
    return new Realm.Refused(named(host));
  }

  /// The detail of a refusal that `authHosts` would lift.
  static String named(String host) {
    return "its realm is on " + host + ": name that in authHosts in --config if it is right";
  }

  private boolean isOwn(URI realm) {
    String own = host(registry);
    String host = host(realm);
    return host.equals(own)
        || KnownRegistry.of(own).filter(each -> each.hasTokenHost(own, host)).isPresent()
        || authHosts.contains(host)
        || authHosts.contains(host + ":" + HttpCall.port(realm))
        || sameDomain(own, host);
  }

  /// Are both hosts under the same registrable domain, by the public suffix list with its private
  /// section?
  private static boolean sameDomain(String one, String other) {
    Optional<String> domain = registrable(one);
    return domain.isPresent() && domain.equals(registrable(other));
  }

  private static Optional<String> registrable(String host) {
    if (host.indexOf('.') < 0
        || Proxies.literal(host).isPresent()
        || isInCluster(host)
        || KnownRegistry.isBelowSharedDomain(host)) {
      return Optional.empty();
    }
    @Nullable String root = SUFFIXES.getDomainRoot(host);
    return Optional.ofNullable(root).filter(domain -> domain.indexOf('.') > 0);
  }

  /// Is it the name of a Service or Pod, `reg.team.svc.cluster.local` with any cluster domain? Each
  /// may be another tenant's.
  private static boolean isInCluster(String host) {
    return Arrays.stream(host.split("\\.", -1))
        .skip(1)
        .anyMatch(part -> part.equals("svc") || part.equals("pod"));
  }

  private static String host(URI uri) {
    String host = HttpCall.host(uri).orElse("").toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
