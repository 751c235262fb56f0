package io.pullcheck.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the rotation of our CA stands; the Secret holds it.
///
/// @param signer signs serving certificates
/// @param next signs them after the flip
/// @param publishedAt since when API servers are given `next`
/// @param previous the signer before this one, some of whose leaves may still be shown
/// @param flippedAt since when `signer` signs in place of `previous`
record CaState(
    CertificateAuthority signer,
    Optional<CertificateAuthority> next,
    Optional<Instant> publishedAt,
    Optional<X509Certificate> previous,
    Optional<Instant> flippedAt) {

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

  /// All that API servers are to trust.
  String bundle() {
    return Pem.of(
        Stream.of(
                Optional.of(signer.certificate()),
                next.map(CertificateAuthority::certificate),
                previous)
            .flatMap(Optional::stream)
            .toList());
  }
}
