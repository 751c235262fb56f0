package io.pullcheck.registry.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts a server's chain of certificates where Go's `crypto/x509` does, which nodes use. Beyond
/// the usual validation of paths it refuses signatures by SHA-1 and negative serial numbers, wants
/// each certificate of the chain to be meant for servers or for anything, and does not look at what
/// a server's key may be used for besides.
final class GoTrust extends X509ExtendedTrustManager {

  private static final String SERVERS = "1.3.6.1.5.5.7.3.1";
  private static final String ANYTHING = "2.5.29.37.0";
  private static final int SIGNS_CERTIFICATES = 5;
  private static final int LONGEST = 10;

  private final Set<X509Certificate> authorities;

  GoTrust(Set<X509Certificate> authorities) {
    this.authorities = Set.copyOf(authorities);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    for (X509Certificate each : chain) {
      if (each.getSerialNumber().signum() < 0) {
        throw new CertificateException("a certificate has a negative serial number");
      }
    }
    for (X509Certificate each : path(chain)) {
      checkPurpose(each);
    }
  }

  /// From the server's certificate up to the authority.
  private List<X509Certificate> path(X509Certificate[] chain) throws CertificateException {
    X509Certificate leaf = chain[0];
    if (authorities.contains(leaf)) {
      leaf.checkValidity();
      return List.of(leaf);
    }
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(
              authorities.stream()
                  .map(each -> new TrustAnchor(each, null))
                  .collect(Collectors.toSet()),
              target);
      parameters.setRevocationEnabled(false);
      parameters.setMaxPathLength(LONGEST);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(Arrays.asList(chain))));
      PKIXCertPathBuilderResult built =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      return checked(built);
    } catch (GeneralSecurityException e) {
      throw e instanceof CertificateException known
          ? known
          : new CertificateException("no trusted chain of certificates", e);
    }
  }

  private static List<X509Certificate> checked(PKIXCertPathBuilderResult built)
      throws CertificateException {
    List<X509Certificate> path = new ArrayList<>();
    for (var each : built.getCertPath().getCertificates()) {
      X509Certificate certificate = (X509Certificate) each;
      String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
        throw new CertificateException("a certificate is signed by " + algorithm);
      }
      path.add(certificate);
    }
    X509Certificate authority = Objects.requireNonNull(built.getTrustAnchor().getTrustedCert());
    authority.checkValidity();
    boolean[] usage = authority.getKeyUsage();
    if ((authority.getVersion() == 3 && authority.getBasicConstraints() < 0)
        || (usage != null && !usage[SIGNS_CERTIFICATES])) {
      throw new CertificateException("the trusted certificate may not sign others");
    }
    path.add(authority);
    return path;
  }

  private static void checkPurpose(X509Certificate certificate)
      throws CertificateParsingException, CertificateException {
    @Nullable List<String> purposes = certificate.getExtendedKeyUsage();
    if (purposes != null
        && !purposes.isEmpty()
        && !purposes.contains(SERVERS)
        && !purposes.contains(ANYTHING)) {
      throw new CertificateException("a certificate is not meant for servers");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("there are no clients here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.toArray(X509Certificate[]::new);
  }
}
