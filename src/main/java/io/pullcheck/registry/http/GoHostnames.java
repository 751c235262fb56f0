package io.pullcheck.registry.http;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Is a certificate for a host? As Go's `crypto/x509` says (`VerifyHostname`): by the alternative
/// names alone, never by the common name, and a wildcard stands for the whole first part.
final class GoHostnames implements HostnameVerifier {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_-]*";
  private static final Pattern HOST = Pattern.compile(PART + "(\\." + PART + ")*");
  private static final Pattern NAME =
      Pattern.compile("(\\*|" + PART + ")(\\." + PART + ")+|" + PART);

  @Override
  public boolean verify(String host, SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          && isFor(host, certificate.getSubjectAlternativeNames());
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      return false;
    }
  }

  private static boolean isFor(String host, @Nullable Collection<List<?>> names) {
    if (names == null) {
      return false;
    }
    Optional<InetAddress> address = Proxies.literal(host);
    int kind = address.isPresent() ? IP_ADDRESS : DNS_NAME;
    return names.stream()
        .filter(name -> name.get(0).equals(kind))
        .map(name -> String.valueOf(name.get(1)))
        .anyMatch(
            name ->
                address.isPresent()
                    ? Proxies.literal(name).equals(address)
                    : matches(name.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT)));
  }

  static boolean matches(String name, String host) {
    String relative = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (!NAME.matcher(name).matches() || !HOST.matcher(relative).matches()) {
      return name.equals(host) && !host.isEmpty();
    }
    if (name.startsWith("*.")) {
      int dot = relative.indexOf('.');
      return dot > 0 && relative.substring(dot).equals(name.substring(1));
    }
    return name.equals(relative);
  }
}
