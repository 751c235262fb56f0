package io.pullcheck.registry.http;

import io.pullcheck.config.Endpoint;
import io.pullcheck.config.RegistrySettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses for each request what the server's certificate is checked against: the system's CAs,
/// those of `--capath`, the host's own, and those of the registry or mirror on whose behalf it is
/// asked; or nothing, where the user has asked for that.
final class TlsProfiles implements TlsSocketStrategy {

  private static final Logger log = LoggerFactory.getLogger(TlsProfiles.class);

  /// An attribute of a request's context: the server that it opened a connection to has asked for a
  /// client certificate. By TLS 1.3 it refuses only later, by an alert or by a reset connection.
  static final String ASKED = "pullcheck.client-certificate";

  // Set by a handshake, which runs in the thread that wants the connection.
  private final ThreadLocal<@Nullable Boolean> asked = new ThreadLocal<>();
  private final Supplier<RegistrySettings> settings;
  private final List<Path> authorities;
  private final ConcurrentHashMap<Trust, Loaded> strategies = new ConcurrentHashMap<>();

  /// @param authorities PEM files besides the system's CAs
  /// @param anything no check at all
  /// @param clients what it may ask us to show
  private record Trust(
      List<Path> authorities, boolean anything, List<Endpoint.ClientCertificate> clients) {

    private Stream<Path> files() {
      return Stream.concat(
          authorities.stream(),
          clients.stream().flatMap(each -> Stream.of(each.certificate(), each.key())));
    }
  }

  /// The attribute of a request's context that has its target's profile.
  private static final String PROFILE = "pullcheck.tls-profile";

  /// @param target with its port
  private record Profile(String target, Trust trust) {}

  /// What was made of a state of the files.
  ///
  /// @param stamps when each file was changed last, and its size
  private record Loaded(List<String> stamps, TlsSocketStrategy strategy) {}

  /// @param authorities PEM files that are trusted for every host
  TlsProfiles(Supplier<RegistrySettings> settings, List<Path> authorities) {
    this.settings = settings;
    this.authorities = List.copyOf(authorities);
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    String host = target + ":" + port;
    // A proxy that speaks TLS is connected to before the target.
    Trust trust =
        context.getAttribute(PROFILE) instanceof Profile own && own.target.equalsIgnoreCase(host)
            ? own.trust
            : trust(host, Endpoint.PLAIN_TLS);
    TlsSocketStrategy strategy = current(trust);
    try {
      return strategy.upgrade(socket, target, port, attachment, context);
    } finally {
      if (asked.get() != null) {
        context.setAttribute(ASKED, true);
        asked.remove();
      }
    }
  }

  /// Reads the files again when they have changed. If they cannot be read then, what was read
  /// before stays in force.
  private TlsSocketStrategy current(Trust trust) throws IOException {
    Loaded known = strategies.get(trust);
    List<String> stamps = trust.files().map(TlsProfiles::stamp).toList();
    if (known != null && known.stamps().equals(stamps)) {
      return known.strategy();
    }
    TlsSocketStrategy strategy;
    try {
      strategy = strategy(trust);
    } catch (IOException e) {
      if (known == null) {
        throw e;
      }
      log.atError()
          .addKeyValue("problem", e.getMessage())
          .log("changed certificate file refused, the old ones stay in force");
      strategy = known.strategy();
    }
    strategies.put(trust, new Loaded(stamps, strategy));
    return strategy;
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
    } catch (IOException e) {
      return "cannot be read";
    }
  }

  /// For one request. A connection is only used again by requests with the same profile.
  HttpClientContext context(HttpCall call) {
    HttpClientContext context = HttpClientContext.create();
    Trust trust = trust(call);
    context.setAttribute(PROFILE, new Profile(target(call), trust));
    context.setUserToken(trust);
    return context;
  }

  private static String target(HttpCall call) {
    return HttpCall.host(call.uri()).orElse("") + ":" + HttpCall.port(call.uri());
  }

  private Trust trust(HttpCall call) {
    Endpoint behalf = call.endpoint();
    return trust(target(call), call.reach() == Reach.ANYWHERE ? behalf : behalf.ofStranger());
  }

  private Trust trust(String target, Endpoint behalf) {
    RegistrySettings current = settings.get();
    Endpoint all = current.endpoint(target).and(behalf);
    return new Trust(
        Stream.concat(authorities.stream(), all.authorities().stream()).toList(),
        current.skipVerification() || all.skipVerify(),
        all.clients());
  }

  /// Is the certificate of the request's target checked?
  boolean verifies(HttpCall call) {
    return !trust(call).anything();
  }

  /// Forgets the CAs of all files, so that they are read again.
  void reload() {
    strategies.clear();
  }

  private TlsSocketStrategy strategy(Trust trust) throws IOException {
    KeyManager keys = ClientKeys.of(trust.clients(), () -> asked.set(true));
    return trust.anything()
        ? new GoTls(TrustedAuthorities.anything(keys), NoopHostnameVerifier.INSTANCE)
        : new GoTls(TrustedAuthorities.context(trust.authorities(), keys), new GoHostnames());
  }
}
