package io.pullcheck.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.kubernetes.own.CaBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateRefresherTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final ServingTls tls = new ServingTls();
  private final Path certificate;
  private final Path key;

  CertificateRefresherTest(@TempDir Path folder) {
    certificate = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
  }

  @Test
  void theFirstLookIsDoneWhenItHasStarted() throws Exception {
    write();
    try (CertificateRefresher loop = loop(Duration.ofDays(1), ignored -> true)) {
      loop.start();
      assertThat(tls.notAfter()).isPresent();
    }
  }

  @Test
  void aTriggerIsFollowedAtOnce() throws Exception {
    CompletableFuture<String> published = new CompletableFuture<>();
    try (CertificateRefresher loop = loop(Duration.ofDays(1), published::complete)) {
      loop.start();
      assertThat(tls.notAfter()).isEmpty();
      write();
      loop.trigger();
      published.get(20, TimeUnit.SECONDS);
      assertThat(tls.notAfter()).isPresent();
    }
  }

  @Test
  void itLooksAgainNowAndThenAlsoAfterAnUnexpectedFailure() throws Exception {
    write();
    CompletableFuture<String> third = new CompletableFuture<>();
    int[] looks = {0};
    try (CertificateRefresher loop =
        loop(
            Duration.ofMillis(1),
            pem -> {
              if (++looks[0] < 3) {
                throw new IllegalStateException("unexpected");
              }
              return third.complete(pem);
            })) {
      loop.start();
      assertThat(third.get(20, TimeUnit.SECONDS)).contains("CERTIFICATE");
    }
  }

  private CertificateRefresher loop(Duration period, CaBundle caBundle) {
    return new CertificateRefresher(
        new CertificateFiles(certificate, key, Optional.of(certificate), caBundle, tls),
        period,
        () -> NOW);
  }

  private void write() throws Exception {
    KeyPair keys = TestingKeys.ec();
    Files.writeString(key, Pem.of(keys.getPrivate()));
    Files.writeString(certificate, Pem.of(TestingKeys.selfSigned(keys, NOW)));
  }
}
