package io.pullcheck.tls;

import java.time.Instant;
import java.util.Map;

/// The Secret of a CA of any age.
public final class TestingCaSecret {

  private TestingCaSecret() {}

  /// Its data, not encoded.
  public static Map<String, String> data(Instant born) {
    return CaState.of(CertificateAuthority.create(born)).content().data();
  }
}
