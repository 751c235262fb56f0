package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What a check sends to another host than its own passes that host's gate.
final class SharedGatesTest extends RegistryClientTesting {

  private static final int REDIRECTING = 20;

  SharedGatesTest() {
    checkTimeout = Duration.ofSeconds(30);
  }

  @Test
  void hostsThatRedirectDriveNoRegistryBeyondItsRate() throws Exception {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest());
    HostSettings limited = limited(registry.host(), 20);

    Duration took =
        checkAll(limited, asked -> Answer.of(307).with("Location", registry.url(asked.target())));

    assertThat(registry.asked()).hasSize(REDIRECTING);
    // The first four at once, then one in 50 ms.
    assertThat(took).isGreaterThan(Duration.ofMillis(50 * (REDIRECTING - 5)));
  }

  @Test
  void registriesThatNameOneTokenServerShareItsRate() throws Exception {
    ScriptedRegistry tokens = scripted(_ -> Answer.json(200, "{\"token\":\"t\"}"));
    HostSettings limited = limited(tokens.host(), 20);

    Duration took =
        checkAll(
            limited,
            asked ->
                asked.authorization().equals("Bearer t")
                    ? Answer.manifest()
                    : Answer.of(401)
                        .with("WWW-Authenticate", "Bearer realm=\"" + tokens.url("/token") + "\""));

    assertThat(tokens.asked()).hasSize(REDIRECTING);
    assertThat(took).isGreaterThan(Duration.ofMillis(50 * (REDIRECTING - 5)));
  }

  private Duration checkAll(HostSettings limited, Function<ScriptedRegistry.Asked, Answer> script)
      throws Exception {
    List<HostSettings> hosts = new ArrayList<>(List.of(limited));
    for (int i = 0; i < REDIRECTING; i++) {
      hosts.add(TestingHosts.plain(scripted(script).host()));
    }
    RegistryClient client = client(hosts, RegistryObserver.NONE);
    long since = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> verdicts = new ArrayList<>();
      for (HostSettings each : hosts.subList(1, hosts.size())) {
        verdicts.add(
            threads.submit(
                () ->
                    client.check(
                        attempt(each.host(), Candidates.ANONYMOUS),
                        Keyring.EMPTY,
                        TestingCallers.URGENT)));
      }
      for (Future<Verdict> each : verdicts) {
        assertThat(each.get()).isInstanceOf(Verdict.Available.class);
      }
    }
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private static HostSettings limited(String host, double requestsPerSecond) {
    return new HostSettings(
        host,
        List.of(),
        false,
        Set.of(),
        requestsPerSecond,
        8,
        Optional.empty(),
        true,
        false,
        Optional.empty());
  }
}
