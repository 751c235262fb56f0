package io.pullcheck.registry.http;

import io.pullcheck.model.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is decided of a request's target before anybody is connected to: how far the request may
/// reach, and, where a proxy would connect, whether the name leads to an address that is refused.
///
/// A proxy resolves the name once more, and may resolve names that this host does not know: these
/// are left to its own rules.
record Targets(AddressRules rules, Proxies proxies, TlsProfiles tls, NameLookups names) {

  // A cluster behind a proxy may have no name server for the internet at all.
  private static final Duration LOOKUP = Duration.ofSeconds(1);

  /// Why the request is not sent; nothing if it may be. Blocks while the name is resolved.
  Optional<Reply.Failure> refusal(HttpCall call) {
    URI uri = call.uri();
    int port = HttpCall.port(uri);
    String host = HttpCall.host(uri).orElse("");
    boolean proxied = proxies.proxyFor(uri.getScheme(), host, port).isPresent();
    if (call.reach() != Reach.ANYWHERE && !verified(call)) {
      return refused(Reason.REALM_REFUSED, "its certificate is not verified");
    }
    if (!proxied && call.reach() != Reach.VERIFIED_PUBLIC) {
      return Optional.empty();
    }
    List<InetAddress> addresses = addresses(host);
    if (call.reach() == Reach.VERIFIED_PUBLIC
        && addresses.stream().anyMatch(AddressRules::isPrivate)) {
      return refused(Reason.REALM_REFUSED, "it is at a private address");
    }
    return addresses.stream()
        .filter(_ -> proxied)
        .flatMap(address -> rules.refusal(address, port).stream())
        .findFirst()
        .flatMap(why -> refused(Reason.ADDRESS_REFUSED, why));
  }

  private boolean verified(HttpCall call) {
    return "https".equals(call.uri().getScheme()) && tls.verifies(call);
  }

  private List<InetAddress> addresses(String host) {
    Optional<InetAddress> literal = Proxies.literal(host);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    try {
      return List.of(names.resolve(GuardedResolver.absolute(host), LOOKUP));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static Optional<Reply.Failure> refused(Reason reason, String detail) {
    return Optional.of(new Reply.Failure(reason, detail));
  }
}
