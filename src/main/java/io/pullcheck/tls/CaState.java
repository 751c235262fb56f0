package io.pullcheck.tls;

import io.pullcheck.kubernetes.own.VersionedSecret.Content;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How far the rotation of our CA has come, and how a Secret holds that. [Rotation] says what comes
/// next.
///
/// @param signer the CA that signs serving certificates now
/// @param next the CA that signs them after the flip
/// @param publishedAt since when the caBundle holds `next`
/// @param previous the signer before the flip; replicas may still show certificates that it signed
/// @param flippedAt since when `signer` signs in place of `previous`
record CaState(
    CertificateAuthority signer,
    Optional<CertificateAuthority> next,
    Optional<Instant> publishedAt,
    Optional<X509Certificate> previous,
    Optional<Instant> flippedAt) {

  private static final String CERTIFICATE = "ca.crt";
  private static final String KEY = "ca.key";
  private static final String NEXT_CERTIFICATE = "ca-next.crt";
  private static final String NEXT_KEY = "ca-next.key";
  private static final String PREVIOUS_CERTIFICATE = "ca-previous.crt";
  private static final String PUBLISHED_AT = "pullcheck.io/ca-next-published-at";
  private static final String FLIPPED_AT = "pullcheck.io/ca-flipped-at";

  /// The Secret's data keys and annotations that are ours.
  static final Set<String> KEYS =
      Set.of(
          CERTIFICATE,
          KEY,
          NEXT_CERTIFICATE,
          NEXT_KEY,
          PREVIOUS_CERTIFICATE,
          PUBLISHED_AT,
          FLIPPED_AT);

  CaState {
    Objects.requireNonNull(signer, "signer");
    Objects.requireNonNull(next, "next");
    Objects.requireNonNull(publishedAt, "publishedAt");
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(flippedAt, "flippedAt");
  }

  static CaState of(CertificateAuthority signer) {
    return new CaState(
        signer, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The certificates that API servers are to trust, as PEM.
  String bundle() {
    return Pem.of(certificates());
  }

  /// The certificates of all CAs that sign, will sign or have signed what replicas show now.
  List<X509Certificate> certificates() {
    return Stream.of(
            Optional.of(signer.certificate()),
            next.map(CertificateAuthority::certificate),
            previous)
        .flatMap(Optional::stream)
        .toList();
  }

  /// This state as the data and annotations of a Secret.
  Content content() {
    Map<String, String> data = new HashMap<>();
    put(data, signer, CERTIFICATE, KEY);
    next.ifPresent(authority -> put(data, authority, NEXT_CERTIFICATE, NEXT_KEY));
    previous.ifPresent(former -> data.put(PREVIOUS_CERTIFICATE, Pem.of(former)));
    Map<String, String> annotations = new HashMap<>();
    publishedAt.ifPresent(at -> annotations.put(PUBLISHED_AT, at.toString()));
    flippedAt.ifPresent(at -> annotations.put(FLIPPED_AT, at.toString()));
    return new Content(data, annotations);
  }

  private static void put(
      Map<String, String> data, CertificateAuthority authority, String certificate, String key) {
    data.put(certificate, Pem.of(authority.certificate()));
    data.put(key, Pem.of(authority.key()));
  }

  /// The state that a Secret holds.
  ///
  /// @throws Pem.Malformed if a data key is missing, or a value is not what it should be
  static CaState of(Content content) throws Pem.Malformed {
    Map<String, String> data = content.data();
    return new CaState(
        signerOf(content),
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

  /// The signer that a Secret holds, which may be usable where the rest of the Secret is not.
  static CertificateAuthority signerOf(Content content) throws Pem.Malformed {
    return CertificateAuthority.parse(text(content.data(), CERTIFICATE), text(content.data(), KEY));
  }

  private static X509Certificate certificate(String pem) throws Pem.Malformed {
    return Pem.certificates(pem).getFirst();
  }

  private static String text(Map<String, String> data, String key) throws Pem.Malformed {
    String text = data.getOrDefault(key, "");
    if (text.isBlank()) {
      throw new Pem.Malformed("lacks " + key);
    }
    return text;
  }

  private static Optional<Instant> instant(Content content, String key) throws Pem.Malformed {
    try {
      return Optional.ofNullable(content.annotations().get(key)).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new Pem.Malformed("has an annotation " + key + " that is not a time");
    }
  }
}
