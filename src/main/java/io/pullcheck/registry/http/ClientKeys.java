package io.pullcheck.registry.http;

import io.pullcheck.config.Endpoint.ClientCertificate;
import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/// What we show to a server that asks for a client's certificate.
final class ClientKeys {

  private static final char[] PASSWORD = new char[0];

  private ClientKeys() {}

  /// Reads PEM files, as Go's `tls.X509KeyPair` does: a key of PKCS #1, PKCS #8 or SEC 1.
  ///
  /// @param asked is run by the thread of a handshake whose server asks for a certificate, whether
  ///   we have one or not
  /// @throws IOException with one line that names the file that cannot be read
  static KeyManager of(List<ClientCertificate> clients, Runnable asked) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (ClientCertificate each : clients) {
        store.setKeyEntry(
            each.certificate().toString(), key(each.key()), PASSWORD, chain(each.certificate()));
      }
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      return new Listening((X509KeyManager) factory.getKeyManagers()[0], asked);
    } catch (GeneralSecurityException e) {
      throw new IOException("the client certificate cannot be used: " + e.getMessage(), e);
    }
  }

  private static final class Listening extends X509ExtendedKeyManager {

    private final X509KeyManager keys;
    private final Runnable asked;

    Listening(X509KeyManager keys, Runnable asked) {
      this.keys = keys;
      this.asked = asked;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      asked.run();
      return keys.chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }

  private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
    List<Certificate> chain = new ArrayList<>();
    try (Reader text = Files.newBufferedReader(file);
        PEMParser pem = new PEMParser(text)) {
      JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
      for (Object each = pem.readObject(); each != null; each = pem.readObject()) {
        if (each instanceof X509CertificateHolder holder) {
          chain.add(converter.getCertificate(holder));
        }
      }
    }
    if (chain.isEmpty()) {
      throw new IOException(file + " holds no certificate");
    }
    return chain.toArray(new Certificate[0]);
  }

  private static PrivateKey key(Path file) throws IOException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    try (Reader text = Files.newBufferedReader(file);
        PEMParser pem = new PEMParser(text)) {
      for (Object each = pem.readObject(); each != null; each = pem.readObject()) {
        if (each instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (each instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
      }
    }
    throw new IOException(file + " holds no private key without a password");
  }
}
