package io.pullcheck.registry.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Says in our own words why a TLS handshake failed. What the other side has written is not among
/// them.
final class TlsTrouble {

  private TlsTrouble() {}

  /// May be empty.
  static String of(SSLException failure) {
    // The cause that lies deepest says most: a chain is not trusted because a certificate expired.
    return Stream.<Throwable>iterate(failure, each -> each != null, Throwable::getCause)
        .limit(10)
        .map(TlsTrouble::words)
        .filter(words -> !words.isEmpty())
        .reduce("", (_, deeper) -> deeper);
  }

  private static String words(Throwable each) {
    String message = String.valueOf(each.getMessage());
    return switch (each) {
      case CertificateExpiredException _ -> "its certificate has expired";
      case CertificateNotYetValidException _ -> "its certificate is not valid yet";
      case CertPathBuilderException _ -> "no trusted CA has signed its certificate";
      case CertificateException _ -> "its certificate is not trusted";
      case SSLPeerUnverifiedException _ -> "its certificate is for other names";
      case SSLException _ when message.startsWith("Unsupported or unrecognized") -> Reply.NO_TLS;
      case SSLException _
          when message.endsWith("handshake_failure") || message.endsWith("protocol_version") ->
          "it has no TLS version or cipher in common with us";
      default -> "";
    };
  }
}
