package io.pullcheck.registry.http;

import io.pullcheck.config.HostSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Chooses by host what TLS trusts: the system's CAs and `--capath`, the host's own CA besides, or
/// anything.
public final class TlsProfiles implements TlsSocketStrategy {

  private final Function<String, Trust> trustOf;
  private final ConcurrentHashMap<Trust, TlsSocketStrategy> strategies = new ConcurrentHashMap<>();

  /// What one host's certificates are checked against.
  ///
  /// @param authorities PEM files, besides the system's CAs
  /// @param anything no check at all
  public record Trust(List<Path> authorities, boolean anything) {
    public Trust {
      authorities = List.copyOf(authorities);
    }
  }

  /// @param trustOf by `host:port`
  public TlsProfiles(Function<String, Trust> trustOf) {
    this.trustOf = trustOf;
  }

  /// What a registry's settings ask for.
  public static Trust trust(HostSettings settings, List<Path> general, boolean skipEverywhere) {
    List<Path> authorities = new ArrayList<>(general);
    settings.ca().ifPresent(authorities::add);
    return new Trust(authorities, skipEverywhere || settings.skipVerify());
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    Trust trust = trustOf.apply(target + ":" + port);
    TlsSocketStrategy known = strategies.get(trust);
    if (known == null) {
      known = strategy(trust);
      strategies.putIfAbsent(trust, known);
    }
    return known.upgrade(socket, target, port, attachment, context);
  }

  /// Forgets what was read from files, so that it is read again.
  public void reload() {
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
