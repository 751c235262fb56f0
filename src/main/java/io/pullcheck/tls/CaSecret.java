package io.pullcheck.tls;

import io.pullcheck.kubernetes.own.VersionedSecret.Content;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a [CaState] is written in a Secret.
final class CaSecret {

  private static final String CERTIFICATE = "ca.crt";
  private static final String KEY = "ca.key";
  private static final String NEXT_CERTIFICATE = "ca-next.crt";
  private static final String NEXT_KEY = "ca-next.key";
  private static final String PREVIOUS_CERTIFICATE = "ca-previous.crt";
  private static final String PUBLISHED_AT = "pullcheck.io/ca-next-published-at";
  private static final String FLIPPED_AT = "pullcheck.io/ca-flipped-at";

  /// The data keys and annotations that are ours.
  static final Set<String> KEYS =
      Set.of(
          CERTIFICATE,
          KEY,
          NEXT_CERTIFICATE,
          NEXT_KEY,
          PREVIOUS_CERTIFICATE,
          PUBLISHED_AT,
          FLIPPED_AT);

  private CaSecret() {}

  static Content content(CaState state) {
    Map<String, String> data = new HashMap<>();
    data.put(CERTIFICATE, Pem.of(state.signer().certificate()));
    data.put(KEY, Pem.of(state.signer().key()));
    state.next().ifPresent(next -> data.put(NEXT_CERTIFICATE, Pem.of(next.certificate())));
    state.next().ifPresent(next -> data.put(NEXT_KEY, Pem.of(next.key())));
    state.previous().ifPresent(previous -> data.put(PREVIOUS_CERTIFICATE, Pem.of(previous)));
    Map<String, String> annotations = new HashMap<>();
    state.publishedAt().ifPresent(at -> annotations.put(PUBLISHED_AT, at.toString()));
    state.flippedAt().ifPresent(at -> annotations.put(FLIPPED_AT, at.toString()));
    return new Content(data, annotations);
  }

  /// @throws PemException if it is not whole: a key is missing, or something is not what it should
  ///   be
  static CaState state(Content content) throws PemException {
    Map<String, String> data = content.data();
    return new CaState(
        signer(content),
        data.containsKey(NEXT_CERTIFICATE) || data.containsKey(NEXT_KEY)
            ? Optional.of(
                CertificateAuthority.parse(text(data, NEXT_CERTIFICATE), text(data, NEXT_KEY)))
            : Optional.empty(),
        instant(content, PUBLISHED_AT),
        data.containsKey(PREVIOUS_CERTIFICATE)
            ? Optional.of(certificate(text(data, PREVIOUS_CERTIFICATE)))
            : Optional.empty(),
        instant(content, FLIPPED_AT));
  }

  /// The signer alone, which may be whole where the rest is not.
  static CertificateAuthority signer(Content content) throws PemException {
    return CertificateAuthority.parse(text(content.data(), CERTIFICATE), text(content.data(), KEY));
  }

  private static X509Certificate certificate(String pem) throws PemException {
    return Pem.certificates(pem).getFirst();
  }

  private static String text(Map<String, String> data, String key) throws PemException {
    String text = data.getOrDefault(key, "");
    if (text.isBlank()) {
      throw new PemException("lacks " + key);
    }
    return text;
  }

  private static Optional<Instant> instant(Content content, String key) throws PemException {
    try {
      return Optional.ofNullable(content.annotations().get(key)).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new PemException("has an annotation " + key + " that is not a time");
    }
  }
}
