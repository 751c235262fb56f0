package io.pullcheck.registry;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// How many checks a second, 32 at a time, beside bare HEADs by the JDK's client to the same
/// server, in one run. Run by `mvn -Pbench verify`.
final class CheckBenchmark {

  private static final int AT_ONCE = 32;
  private static final int CHECKS = 20_000;

  private CheckBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    try (ScriptedRegistry registry = new ScriptedRegistry(_ -> Answer.manifest());
        RegistryClient client = client(registry.host());
        HttpClient bare = HttpClient.newHttpClient()) {
      PullAttempt attempt =
          new PullAttempt(
              ImageReference.parse(registry.host() + "/shop/cart:v1", "docker.io").orElseThrow(),
              Candidates.ANONYMOUS,
              Set.of());
      HttpRequest head =
          HttpRequest.newBuilder(URI.create(registry.url("/v2/shop/cart/manifests/v1")))
              .HEAD()
              .build();
      Callable<Boolean> check =
          () ->
              client.check(attempt, Keyring.EMPTY, TestingCallers.RECHECK)
                  instanceof Verdict.Available;
      Callable<Boolean> plain =
          () -> bare.send(head, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      double _ = rate(check);
      double _ = rate(plain);
      double ours = rate(check);
      double beside = rate(plain);
      System.out.printf(
          Locale.ROOT,
          "%.0f checks a second, %.0f bare HEADs a second, ratio %.2f%n",
          ours,
          beside,
          ours / beside);
    }
  }

  private static double rate(Callable<Boolean> work) throws Exception {
    long begun = System.nanoTime();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Callable<Boolean>> all = Collections.nCopies(CHECKS, work);
      for (var each : threads.invokeAll(all)) {
        if (!each.get()) {
          throw new IllegalStateException("a check failed");
        }
      }
    }
    return CHECKS / ((System.nanoTime() - begun) / 1e9);
  }

  private static RegistryClient client(String host) {
    HostSettings unlimited =
        new HostSettings(
            host,
            List.of(),
            false,
            Set.of(),
            0,
            AT_ONCE,
            Optional.empty(),
            true,
            false,
            Optional.empty());
    return new RegistryClient(
        RegistryClientTesting.access(new AddressRules(true, false, Set.of())),
        new RegistrySettings(List.of(unlimited), Verification.MANIFEST, false, false, 1),
        Duration.ofSeconds(10),
        RegistryObserver.NONE,
        Clock.systemUTC());
  }
}
