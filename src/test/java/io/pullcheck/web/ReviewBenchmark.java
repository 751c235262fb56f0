package io.pullcheck.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pullcheck.admission.AdmissionObserver;
import io.pullcheck.admission.Answer;
import io.pullcheck.admission.Mode;
import io.pullcheck.admission.Reviewer;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.Verdicts;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// How long a warm review takes over TLS, beside a handler that does nothing, in one run: the two
/// take turns. Run by `mvn -Pbench verify`.
final class ReviewBenchmark {

  private static final int WARM_UP = 5_000;
  private static final int REVIEWS = 20_000;

  private ReviewBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    String review =
        Files.readString(Path.of("src/test/resources/admission/deployment-annotated/in.json"));
    Reviewer reviewer =
        new Reviewer(
            new Warm(),
            _ -> true,
            _ -> CompletableFuture.completedFuture(Optional.of(Mode.WARN)),
            "docker.io",
            AdmissionObserver.NONE,
            Clock.systemUTC());
    Answer nothing = new Answer.Reviewed("{}");
    try (TestingEndpoint ours = new TestingEndpoint();
        TestingEndpoint empty = new TestingEndpoint()) {
      ours.reviews = reviewer::answer;
      empty.reviews = (_, _) -> nothing;
      HttpClient toOurs = ours.client("TLSv1.3");
      HttpClient toEmpty = empty.client("TLSv1.3");
      long[] of = new long[REVIEWS];
      long[] beside = new long[REVIEWS];
      for (int i = -WARM_UP; i < REVIEWS; i++) {
        long took = timed(ours, toOurs, review);
        long without = timed(empty, toEmpty, review);
        if (i >= 0) {
          of[i] = took;
          beside[i] = without;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "a review of %d bytes, answered from the cache%n",
          review.getBytes(UTF_8).length);
      say("a review", of);
      say("nothing", beside);
      sayRatio(of, beside);
    }
  }

  private static long timed(TestingEndpoint endpoint, HttpClient client, String body)
      throws Exception {
    long begun = System.nanoTime();
    if (endpoint.send(client, "/validate?timeout=5s", body).statusCode() != 200) {
      throw new IllegalStateException("a review failed");
    }
    return System.nanoTime() - begun;
  }

  private static void say(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-12s    p50 %5.2f ms p99 %5.2f ms%n",
        what,
        at(nanos, 50) / 1e6,
        at(nanos, 99) / 1e6);
  }

  private static void sayRatio(long[] of, long[] beside) {
    System.out.printf(
        Locale.ROOT,
        "ratio           p50 %5.2f    p99 %5.2f%n",
        (double) at(of, 50) / at(beside, 50),
        (double) at(of, 99) / at(beside, 99));
  }

  private static long at(long[] sorted, int percent) {
    return sorted[sorted.length * percent / 100];
  }

  private static final class Warm implements Verdicts {
    private final CompletableFuture<CheckedVerdict> there =
        CompletableFuture.completedFuture(
            new CheckedVerdict(new Verdict.Available(Optional.empty()), Instant.now()));

    @Override
    public CompletableFuture<CheckedVerdict> verdict(
        Pull pull, Freshness freshness, Urgency urgency) {
      return there;
    }

    @Override
    public Optional<CheckedVerdict> last(Pull pull) {
      return Optional.of(there.join());
    }
  }
}
