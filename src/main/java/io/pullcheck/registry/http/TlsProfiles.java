package io.pullcheck.registry.http;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses by host what its certificate is checked against: the system's CAs, those of `--capath`
/// and the host's own; or nothing, where the user has asked for that.
final class TlsProfiles implements TlsSocketStrategy {

  private static final Logger log = LoggerFactory.getLogger(TlsProfiles.class);

  private final Supplier<RegistrySettings> settings;
  private final List<Path> authorities;
  private final ConcurrentHashMap<Trust, Loaded> strategies = new ConcurrentHashMap<>();

  /// @param authorities PEM files besides the system's CAs
  /// @param anything no check at all
  private record Trust(List<Path> authorities, boolean anything) {}

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
    Trust trust = trust(target + ":" + port);
    return current(trust).upgrade(socket, target, port, attachment, context);
  }

  /// Reads the files again when they have changed. If they cannot be read then, what was read
  /// before stays in force.
  private TlsSocketStrategy current(Trust trust) throws IOException {
    Loaded known = strategies.get(trust);
    List<String> stamps = trust.authorities().stream().map(TlsProfiles::stamp).toList();
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
          .log("changed CA file refused, the old CAs stay in force");
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
        : new DefaultClientTlsStrategy(
            TrustedAuthorities.context(trust.authorities()),
            HostnameVerificationPolicy.CLIENT,
            new GoHostnames());
  }
}
