package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import io.pullcheck.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nothing waits for registries that hold their checks up, however many they are.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class UnprovenHostsTest extends RegistryClientTesting {

  @Test
  void whatOneRegistryDoesDelaysNoOther() throws Exception {
    HostileServer silent = hostile((_, out) -> out.drip());
    ScriptedRegistry good = scripted(_ -> Answer.manifest());
    RegistryClient client =
        client(
            List.of(TestingHosts.plain(silent.host()), TestingHosts.plain(good.host())),
            RegistryObserver.NONE);
    List<CompletableFuture<Verdict>> held = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      held.add(
          CompletableFuture.supplyAsync(
              () ->
                  client.check(
                      attempt(silent.host(), Candidates.ANONYMOUS),
                      Keyring.EMPTY,
                      TestingCallers.RECHECK),
              task -> Thread.ofVirtual().start(task)));
    }

    for (int i = 0; i < 10; i++) {
      assertThat(check(client, good, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    }

    assertThat(held).noneMatch(CompletableFuture::isDone);
    for (CompletableFuture<Verdict> each : held) {
      assertThat(each.get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Unavailable.class,
              verdict -> assertThat(verdict.state()).isEqualTo(State.REGISTRY_UNAVAILABLE));
    }
  }

  /// Names that lead to one silent server: the good registry's checks do not wait for them, and
  /// they do not get all connections.
  @Test
  void aThousandMadeUpHostsHoldOnlyAFewPlaces() throws Exception {
    HostileServer silent = hostile((_, _) -> LockSupport.park());
    ScriptedRegistry good = scripted(_ -> Answer.manifest());
    TestingNames names = new TestingNames();
    List<HostSettings> hosts = new ArrayList<>(List.of(TestingHosts.plain(good.host())));
    for (int i = 0; i < 1_000; i++) {
      names.name("h" + i + ".test", "127.0.0.1");
      hosts.add(TestingHosts.plain("h" + i + ".test:" + silent.port()));
    }
    names.name("127.0.0.1", "127.0.0.1");
    RegistryClient client = client(hosts, RegistryObserver.NONE, names);
    assertThat(check(client, good, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (HostSettings each : hosts) {
        String host = each.host();
        var _ =
            threads.submit(
                () ->
                    client.check(
                        attempt(host, Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT));
      }
      Waiting.eventually(() -> silent.accepted() > 32);
      for (int i = 0; i < 20; i++) {
        assertThat(check(client, good, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
      }
      assertThat(silent.accepted() - silent.gone()).isLessThanOrEqualTo(64);
      threads.shutdownNow();
    }
  }
}
