package io.pullcheck.registry.http;

import io.pullcheck.config.RegistrySettings;
import io.pullcheck.model.Reason;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;

/// Sends requests on behalf of one registry host, following redirects, and tells the observer of
/// each. Safe for several threads.
public final class Requests implements AutoCloseable {

  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final NameLookups lookups;
  private final TlsProfiles tls;
  private final Transport transport;
  private final RegistryObserver observer;
  private final BodyBudget bodies;

  /// @param names resolves names; the addresses are checked afterwards
  /// @param settings those in force, which may change
  /// @param bodies the memory for all bodies that are being read
  public Requests(
      RegistryAccess access,
      DnsResolver names,
      Supplier<RegistrySettings> settings,
      RegistryObserver observer,
      BodyBudget bodies) {
    this.bodies = bodies;
    this.lookups = new NameLookups(names);
    this.tls = new TlsProfiles(settings, access.certificateAuthorities());
    this.transport = Transport.open(access, tls, lookups);
    this.observer = observer;
  }

  /// Whether requests can be sent.
  public boolean isOpen() {
    return transport.isOpen();
  }

  /// Reads the files with CAs again.
  public void reloadAuthorities() {
    tls.reload();
  }

  /// Sends a request without following a redirect.
  ///
  /// @param registry the host as it stands in references
  /// @param use what to make of the reply: its body counts as memory until this returns, and must
  ///   not be kept
  public <T> T send(HttpCall call, String registry, Deadline deadline, Function<Reply, T> use) {
    try (BodyBudget.Share share = bodies.share()) {
      return use.apply(once(call, registry, deadline, share));
    }
  }

  private Reply once(HttpCall call, String registry, Deadline deadline, BodyBudget.Share share) {
    Reply reply = transport.send(call, deadline, share);
    observer.requestDone(
        registry,
        switch (reply) {
          case Reply.Response response -> Integer.toString(response.status());
          case Reply.Failure failure -> failure.reason().word();
        });
    return reply;
  }

  /// Sends a request and follows its redirects: at most five, never from HTTPS to HTTP, and with
  /// the authorization for the first origin only. A forbidden target is a failure of its own.
  ///
  /// @param use as for [#send]
  public <T> T follow(HttpCall first, String registry, Deadline deadline, Function<Reply, T> use) {
    try (BodyBudget.Share share = bodies.share()) {
      return use.apply(follow(first, registry, deadline, share));
    }
  }

  private Reply follow(HttpCall first, String registry, Deadline deadline, BodyBudget.Share share) {
    HttpCall call = first;
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      Reply reply = once(call, registry, deadline, share);
      if (hops > 0
          && reply instanceof Reply.Failure failure
          && failure.reason() == Reason.ADDRESS_REFUSED) {
        return refused(failure.detail());
      }
      if (!(reply instanceof Reply.Response response) || !REDIRECTS.contains(response.status())) {
        return reply;
      }
      Optional<URI> target = target(call.uri(), response);
      if (target.isEmpty()) {
        return refused("the target is no HTTP URL, or leads from HTTPS to HTTP");
      }
      call = call.redirected(target.get(), sameOrigin(first.uri(), target.get()));
    }
    return refused("more than " + MOST_REDIRECTS + " redirects");
  }

  private static Reply refused(String detail) {
    return new Reply.Failure(Reason.REDIRECT_REFUSED, detail);
  }

  private static Optional<URI> target(URI from, Reply.Response response) {
    try {
      return response
          .header("location")
          .map(from::resolve)
          .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null)
          .filter(uri -> "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          .filter(uri -> !("https".equals(from.getScheme()) && "http".equals(uri.getScheme())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && HttpCall.port(one) == HttpCall.port(other);
  }

  @Override
  public void close() {
    transport.close();
    lookups.close();
  }
}
