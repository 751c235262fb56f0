package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.RecordedCase.Step;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.TestingTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays all recorded exchanges to the registry client. [RecordedCase] says how they are written.
final class RecordedExchangesTest {

  private static final Path ROOT = Path.of("src/test/resources/registry");
  private static final String FILE = "exchange.http";

  /// Rows that need more than an exchange, and the tests they have.
  private static final Map<String, Class<?>> ROWS_ELSEWHERE =
      Map.of("34", ContentCheckTest.class, "35", ContentCheckTest.class);

  @TempDir private static Path folder;
  private static RecordedRegistries registries;

  @BeforeAll
  static void start() throws Exception {
    Set<String> hosts = new TreeSet<>();
    cases().forEach(each -> hosts.addAll(each.hosts()));
    TestingTls tls = new TestingTls(List.copyOf(hosts));
    tls.write(folder);
    registries = new RecordedRegistries(tls);
  }

  @AfterAll
  static void stop() throws IOException {
    registries.close();
  }

  static List<RecordedCase> cases() throws IOException {
    return RecordedCase.all(ROOT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theVerdictIsWhatANodeWouldGet(RecordedCase recorded) {
    TestingClock clock = new TestingClock();
    try (RegistryClient client = client(recorded, clock)) {
      for (Step step : recorded.steps()) {
        switch (step) {
          case Step.Wait wait -> clock.advance(wait.time());
          case Step.Check check -> {
            registries.expect(check.exchanges());
            Verdict verdict =
                client.check(attempt(recorded), keyring(recorded), TestingCallers.URGENT);
            assertThat(registries.problems()).as(recorded.name()).isEmpty();
            assertThat(texts(verdict)).as(recorded.name()).contains(check.verdict());
          }
        }
      }
    }
  }

  @Test
  void everyFileIsACaseOfAFamily() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      assertThat(files.filter(Files::isRegularFile).map(ROOT::relativize))
          .allMatch(file -> file.getNameCount() == 3 && file.endsWith(FILE));
    }
  }

  @Test
  void everyRowOfTheTableHasACase() throws IOException {
    Set<String> rows = new HashSet<>(ROWS_ELSEWHERE.keySet());
    cases().forEach(each -> rows.addAll(each.rows()));
    // Row 1 is decided before a registry is asked: ImageReferenceTest.
    Set<String> table = new HashSet<>(Set.of("29b"));
    for (int row = 2; row <= 37; row++) {
      table.add(Integer.toString(row));
    }
    assertThat(rows).isEqualTo(table);
  }

  private static RegistryClient client(RecordedCase recorded, TestingClock clock) {
    return new RegistryClient(
        new RegistryAccess(
            new AddressRules(false, false, Set.of()),
            Map.of("HTTPS_PROXY", registries.proxy()),
            List.of(folder.resolve("ca.pem")),
            "test",
            Thread::startVirtualThread),
        new TestingNames().name("127.0.0.1", "127.0.0.1"),
        new RegistrySettings(settings(recorded), Verification.MANIFEST, false, false, 1),
        Duration.ofSeconds(10),
        RegistryObserver.NONE,
        clock);
  }

  private static List<HostSettings> settings(RecordedCase recorded) {
    return List.of(
        new HostSettings(
            reference(recorded).host(),
            recorded.settings().getOrDefault("mirror", List.of()),
            recorded.setting("override-path").isPresent(),
            Set.copyOf(recorded.settings().getOrDefault("auth-host", List.of())),
            0,
            8,
            Optional.empty(),
            false,
            false,
            Optional.empty()));
  }

  private static ImageReference reference(RecordedCase recorded) {
    return ImageReference.parse(recorded.setting("image").orElseThrow(), "docker.io").orElseThrow();
  }

  private static PullAttempt attempt(RecordedCase recorded) {
    return new PullAttempt(reference(recorded), recorded.candidates("login"), Set.of());
  }

  private static Keyring keyring(RecordedCase recorded) {
    return _ -> recorded.candidates("mirror-login");
  }

  // How long a host is still to be left alone cannot be said to the nanosecond.
  private static List<String> texts(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Available available ->
          List.of("available" + available.digest().map(digest -> " " + digest).orElse(""));
      case Verdict.Unavailable unavailable ->
          List.of(unavailable.state().word() + " " + unavailable.reason().word());
      case Verdict.Inconclusive kept ->
          List.of(
              "kept " + kept.reason().word() + " " + kept.retryAfter(),
              "kept " + kept.reason().word());
    };
  }
}
