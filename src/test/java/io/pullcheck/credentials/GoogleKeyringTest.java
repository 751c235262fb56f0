package io.pullcheck.credentials;

import static io.pullcheck.model.Reason.CREDENTIAL_PROVIDER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoogleKeyringTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Candidates FAILED =
      new Candidates(List.of(), Optional.of(CREDENTIAL_PROVIDER_FAILED));
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final TestingClock clock = new TestingClock();
  private final AtomicInteger fetches = new AtomicInteger();
  private final GoogleKeyring keyring = new GoogleKeyring(_ -> next(), clock, LONG);

  @ParameterizedTest
  @ValueSource(strings = {"gcr.io", "eu.gcr.io", "mirror.gcr.io", "europe-west1-docker.pkg.dev"})
  void googlesRegistriesGetTheToken(String host) {
    assertThat(candidates(host)).isEqualTo(token(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcr.io.evil.com",
        "evilgcr.io",
        "a.b.gcr.io",
        "gcr.io:5000",
        "eu.gcr.io:443",
        "x-docker.pkg.dev.evil.com",
        "a.x-docker.pkg.dev",
        "docker.pkg.dev",
        "xdocker.pkg.dev",
        "x-docker.pkg.dev:443",
        "evil.com:1.gcr.io",
        "docker.io",
        "[::1]:5000",
      })
  void noOtherHostGetsItNorAsksForIt(String host) {
    assertThat(candidates(host)).isEqualTo(Candidates.ANONYMOUS);
    assertThat(fetches).hasValue(0);
  }

  @Test
  void oneTokenServesAllOfThemForTwoMinutes() {
    assertThat(candidates("gcr.io")).isEqualTo(token(1));
    clock.advance(Duration.ofMinutes(2).minusSeconds(1));
    assertThat(candidates("eu.gcr.io")).isEqualTo(token(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(candidates("gcr.io")).isEqualTo(token(2));
  }

  @Test
  void hundredsWhoWaitCostOneFetch() {
    CountDownLatch answer = new CountDownLatch(1);
    GoogleKeyring slow =
        new GoogleKeyring(
            _ -> {
              Credential fetched = next();
              answer.await();
              return fetched;
            },
            clock,
            LONG);

    List<CompletableFuture<Candidates>> all =
        IntStream.range(0, 300)
            .mapToObj(i -> reference("gcr.io/app" + i))
            .map(image -> CompletableFuture.supplyAsync(() -> slow.candidates(image), THREADS))
            .toList();
    Waiting.eventually(() -> fetches.get() == 1);
    answer.countDown();

    assertThat(all.stream().map(CompletableFuture::join)).containsOnly(token(1));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aFailureHoldsForHalfAMinute() {
    GoogleKeyring failing =
        new GoogleKeyring(
            _ -> {
              Credential fetched = next();
              if (fetches.get() == 1) {
                throw new IOException("no such account");
              }
              return fetched;
            },
            clock,
            LONG);

    assertThat(failing.candidates(reference("gcr.io/a"))).isEqualTo(FAILED);
    clock.advance(Duration.ofSeconds(29));
    assertThat(failing.candidates(reference("gcr.io/b"))).isEqualTo(FAILED);
    assertThat(fetches).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(failing.candidates(reference("gcr.io/a"))).isEqualTo(token(2));
  }

  @Test
  void aFetchThatHangsIsEndedAndFails() {
    CompletableFuture<String> end = new CompletableFuture<>();
    GoogleKeyring hanging =
        new GoogleKeyring(
            _ -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                end.complete("interrupted");
              }
              return next();
            },
            clock,
            Duration.ofMillis(50));

    assertThat(hanging.candidates(reference("gcr.io/a"))).isEqualTo(FAILED);
    assertThat(end.join()).isEqualTo("interrupted");
  }

  private Candidates candidates(String host) {
    return keyring.candidates(
        new ImageReference(host, "project/app", Optional.of("1"), Optional.empty()));
  }

  private Credential next() {
    return Credential.password("oauth2accesstoken", "token-" + fetches.incrementAndGet());
  }

  private static Candidates token(int number) {
    return Candidates.of(Credential.password("oauth2accesstoken", "token-" + number));
  }

  private static ImageReference reference(String image) {
    return ImageReference.parse(image, "docker.io").orElseThrow();
  }
}
