package io.pullcheck.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Gives the newest serving certificate to each handshake. A handshake asks three times, for alias,
/// chain and key, so the certificate before the newest is kept for handshakes that are under way.
/// Safe for use by many threads.
final class ServingKeyManager extends X509ExtendedKeyManager {

  private static final int KEPT = 2;

  private final AtomicLong count = new AtomicLong();
  private final ConcurrentSkipListMap<Long, ServingCertificate> byNumber =
      new ConcurrentSkipListMap<>();

  void use(ServingCertificate certificate) {
    byNumber.put(count.incrementAndGet(), certificate);
    while (byNumber.size() > KEPT) {
      byNumber.pollFirstEntry();
    }
  }

  Optional<ServingCertificate> current() {
    return Optional.ofNullable(byNumber.lastEntry()).map(entry -> entry.getValue());
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    var newest = byNumber.lastEntry();
    return newest != null && newest.getValue().key().getAlgorithm().equals(keyType)
        ? newest.getKey().toString()
        : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return chooseEngineServerAlias(keyType, issuers, null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return of(alias)
        .map(certificate -> certificate.chain().toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return of(alias).map(ServingCertificate::key).orElse(null);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return Set.copyOf(byNumber.keySet()).stream().map(String::valueOf).toArray(String[]::new);
  }

  /// Whether it is one of the certificates that are kept.
  boolean keeps(X509Certificate leaf) {
    return byNumber.values().stream().anyMatch(each -> each.leaf().equals(leaf));
  }

  /// As a client, of another replica, it shows what it shows as a server.
  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    for (String keyType : keyTypes) {
      String alias = chooseEngineServerAlias(keyType, issuers, engine);
      if (alias != null) {
        return alias;
      }
    }
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  private Optional<ServingCertificate> of(String alias) {
    return Optional.ofNullable(byNumber.get(Long.valueOf(alias)));
  }
}
