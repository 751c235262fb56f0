package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Requests for manifests, gates and mirrors.
final class RegistryClientTest extends RegistryClientTesting {

  @Test
  void anImageThatIsThereCostsOneHead() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest());
    RegistryClient client = client(registry);

    assertThat(check(client, registry, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    assertThat(check(client, registry, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);

    assertThat(registry.lines())
        .containsExactly("HEAD /v2/shop/cart/manifests/v1", "HEAD /v2/shop/cart/manifests/v1");
  }

  @Test
  void anAbsentImageIsConfirmedByOneGetForAsLongAsTheAnswerStays() throws IOException {
    AtomicReference<Answer> answer = new AtomicReference<>(Answer.json(404, UNKNOWN));
    ScriptedRegistry registry = scripted(_ -> answer.get());
    RegistryClient client = client(registry);

    for (int i = 0; i < 3; i++) {
      assertThat(check(client, registry, Candidates.ANONYMOUS))
          .isEqualTo(Unavailable.of(Reason.MANIFEST_UNKNOWN));
    }
    assertThat(methods(registry)).containsExactly("HEAD", "GET", "HEAD", "HEAD");

    answer.set(Answer.manifest());
    assertThat(check(client, registry, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    answer.set(Answer.json(404, UNKNOWN));
    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    assertThat(methods(registry))
        .containsExactly("HEAD", "GET", "HEAD", "HEAD", "HEAD", "HEAD", "GET");
  }

  @Test
  void whatHeadIsRefusedCannotBePulledThoughAGetFindsIt() throws IOException {
    ScriptedRegistry registry =
        scripted(asked -> asked.method().equals("HEAD") ? Answer.of(404) : Answer.manifest());
    RegistryClient client = client(registry);

    for (int i = 0; i < 2; i++) {
      assertThat(check(client, registry, Candidates.ANONYMOUS))
          .isEqualTo(
              new Unavailable(State.ABSENT, Reason.HEAD_REFUSED, "HEAD is answered with 404"));
    }
    assertThat(methods(registry)).containsExactly("HEAD", "GET", "HEAD");

    client.configure(
        TestingHosts.settings(TestingHosts.plain(registry.host())).with(ContainerRuntime.CRI_O));
    clock.advance(RegistryFacts.LIFE);
    assertThat(check(client, registry, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    assertThat(check(client, registry, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    assertThat(methods(registry)).containsExactly("HEAD", "GET", "HEAD", "HEAD", "GET", "GET");
  }

  @Test
  void headThatIsNotAllowedIsFollowedByGet() throws IOException {
    ScriptedRegistry registry =
        scripted(asked -> asked.method().equals("HEAD") ? Answer.of(405) : Answer.manifest());

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isInstanceOf(Verdict.Available.class);
  }

  @Test
  void aRateLimitPausesTheHostAndKeepsTheVerdict() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.of(429).with("Retry-After", "60"));
    RegistryClient client = client(registry);

    assertThat(check(client, registry, Candidates.ANONYMOUS))
        .isEqualTo(new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(60)));
    assertThat(check(client, registry, Candidates.ANONYMOUS))
        .isInstanceOf(Verdict.Inconclusive.class);

    // As often as containerd asks at once.
    assertThat(registry.asked()).hasSize(5);
    assertThat(client.gates().get(registry.host()).paused()).isPositive();
  }

  @Test
  void aDeadHostIsAskedByOneProbeOnly() throws IOException {
    String host;
    try (ScriptedRegistry dead = new ScriptedRegistry(_ -> Answer.manifest())) {
      host = dead.host();
    }
    List<String> codes = new ArrayList<>();
    RegistryClient client = client(host, observer(codes));

    for (int i = 0; i < 10; i++) {
      assertThat(
              client.check(
                  attempt(host, Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.RECHECK))
          .isEqualTo(
              new Unavailable(
                  State.REGISTRY_UNAVAILABLE, Reason.CONNECT, host + ": connection refused"));
    }

    assertThat(codes).containsExactly("connect", "connect", "connect");
  }

  @Test
  void mirrorsAreAskedFirstAndTheOriginDecides() throws IOException {
    ScriptedRegistry mirror = scripted(_ -> Answer.json(404, UNKNOWN));
    ScriptedRegistry origin = scripted(_ -> Answer.manifest());
    RegistryClient client =
        client(
            List.of(
                TestingHosts.plain(origin.host(), mirror.host() + "/proxy"),
                TestingHosts.plain(mirror.host())),
            RegistryObserver.NONE);

    assertThat(check(client, origin, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);

    assertThat(mirror.lines())
        .first()
        .isEqualTo("HEAD /proxy/v2/shop/cart/manifests/v1?ns=" + origin.host());
    assertThat(origin.lines()).containsExactly("HEAD /v2/shop/cart/manifests/v1");
  }
}
