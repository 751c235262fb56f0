package io.pullcheck.registry.http;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Chooses by host what its certificate is checked against: the system's CAs, those of `--capath`
/// and the host's own; or nothing, where the user has asked for that.
final class TlsProfiles implements TlsSocketStrategy {

  private final Supplier<RegistrySettings> settings;
  private final List<Path> authorities;
  private final ConcurrentHashMap<Trust, TlsSocketStrategy> strategies = new ConcurrentHashMap<>();

  /// @param authorities PEM files besides the system's CAs
  /// @param anything no check at all
  private record Trust(List<Path> authorities, boolean anything) {}

  /// @param authorities PEM files that are trusted for every host
  TlsProfiles(Supplier<RegistrySettings> settings, List<Path> authorities) {
    this.settings = settings;
    this.authorities = List.copyOf(authorities);
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    Trust trust = trust(target + ":" + port);
    TlsSocketStrategy known = strategies.get(trust);
    if (known == null) {
      known = strategy(trust);
      strategies.putIfAbsent(trust, known);
    }
    return known.upgrade(socket, target, port, attachment, context);
  }

  private Trust trust(String host) {
    RegistrySettings current = settings.get();
    HostSettings own = current.of(host);
    List<Path> all = Stream.concat(authorities.stream(), own.ca().stream()).toList();
    return new Trust(all, current.skipVerification() || own.skipVerify());
  }

  /// Is the certificate of a host checked?
  ///
  /// @param host with its port
  boolean verifies(String host) {
    return !trust(host).anything();
  }

  /// Forgets the CAs of all files, so that they are read again.
  void reload() {
    strategies.clear();
  }

  private static TlsSocketStrategy strategy(Trust trust) throws IOException {
    return trust.anything()
        ? new DefaultClientTlsStrategy(
            TrustedAuthorities.anything(),
            HostnameVerificationPolicy.CLIENT,
            NoopHostnameVerifier.INSTANCE)
        : new DefaultClientTlsStrategy(TrustedAuthorities.context(trust.authorities()));
  }
}
