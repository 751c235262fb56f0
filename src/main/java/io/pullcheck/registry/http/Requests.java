package io.pullcheck.registry.http;

import io.pullcheck.config.RegistrySettings;
import io.pullcheck.model.Reason;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;

/// Sends requests on behalf of one registry host, following redirects, and tells the observer of
/// each. Safe for several threads.
public final class Requests implements AutoCloseable {

  private static final int MOST_REDIRECTS = 9;
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

  /// A share of the memory for bodies, for one answer.
  public BodyBudget.Share share() {
    return bodies.share();
  }

  /// Sends a request without following a redirect.
  ///
  /// @param registry the host as it stands in references
  /// @param share of the memory for bodies: the reply's body takes it, and must not be kept when
  ///   that is closed
  public Reply send(HttpCall call, String registry, Deadline deadline, BodyBudget.Share share) {
    Reply reply = transport.send(call, deadline, share);
    observer.requestDone(
        registry,
        switch (reply) {
          case Reply.Response response -> Integer.toString(response.status());
          case Reply.Failure failure -> failure.reason().word();
        });
    return reply;
  }

  /// Sends a request and follows its redirects: at most nine, as Go's client, never from HTTPS to
  /// HTTP, and with the authorization for the first origin only. A forbidden target is a failure of
  /// its own.
  ///
  /// @param send sends one request without following a redirect
  /// @param use what to make of the last reply: its body counts as memory until this returns, and
  ///   must not be kept
  public <T> T follow(
      HttpCall first, BiFunction<HttpCall, BodyBudget.Share, Reply> send, Function<Reply, T> use) {
    HttpCall call = first;
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      // Each hop has its own: nobody keeps one while waiting for the next hop's turn.
      try (BodyBudget.Share share = share()) {
        Reply reply = send.apply(call, share);
        if (hops > 0
            && reply instanceof Reply.Failure failure
            && failure.reason() == Reason.ADDRESS_REFUSED) {
          return use.apply(refused(failure.detail()));
        }
        if (!(reply instanceof Reply.Response response) || !REDIRECTS.contains(response.status())) {
          return use.apply(reply);
        }
        Optional<URI> target = target(call.uri(), response);
        if (target.isEmpty()) {
          return use.apply(refused("the target is no HTTP URL, or leads from HTTPS to HTTP"));
        }
        call = call.redirected(target.get(), sameOrigin(first.uri(), target.get()));
      }
    }
    return use.apply(refused("more than " + MOST_REDIRECTS + " redirects"));
  }

  /// Where an answer redirects to; nothing if it does not, or to where nobody may follow.
  public static Optional<URI> redirect(URI from, Reply.Response response) {
    return REDIRECTS.contains(response.status()) ? target(from, response) : Optional.empty();
  }

  private static Reply refused(String detail) {
    return new Reply.Failure(Reason.REDIRECT_REFUSED, detail);
  }

  private static Optional<URI> target(URI from, Reply.Response response) {
    try {
      return response
          .header("location")
          .map(from::resolve)
          .filter(uri -> HttpCall.host(uri).isPresent())
          .filter(uri -> "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          .filter(uri -> !("https".equals(from.getScheme()) && "http".equals(uri.getScheme())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Do both have the same scheme, host and port? Where one has no host (the grammar of references
  /// takes more for a host than a URL does), what stands in its place is compared.
  public static boolean sameOrigin(URI one, URI other) {
    Optional<String> host = HttpCall.host(one);
    Optional<String> otherHost = HttpCall.host(other);
    if (host.isEmpty() || otherHost.isEmpty()) {
      return one.getScheme().equalsIgnoreCase(other.getScheme())
          && Objects.equals(one.getAuthority(), other.getAuthority());
    }
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && host.get().equalsIgnoreCase(otherHost.get())
        && HttpCall.port(one) == HttpCall.port(other);
  }

  @Override
  public void close() {
    transport.close();
    lookups.close();
  }
}
