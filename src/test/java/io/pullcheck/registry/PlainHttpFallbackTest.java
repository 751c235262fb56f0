package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.ScriptedRegistry.Asked;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which credentials go where when a registry speaks no TLS, and where a name leads: with
/// --allow-plain-http and a pod's search domains, whoever has a Service `quay` in a namespace `io`
/// would be given a node's login for quay.io.
final class PlainHttpFallbackTest extends RegistryClientTesting {

  private final TestingNames names = new TestingNames().name("quay.example", "127.0.0.1");

  PlainHttpFallbackTest() {
    checkTimeout = Duration.ofSeconds(30);
  }

  @Test
  void noLoginIsSent() throws IOException {
    ScriptedRegistry registry = scripted(PlainHttpFallbackTest::withBasic);
    String host = "quay.example:" + plainPort(registry);

    assertThat(ask(fallingBack(), host, Candidates.of(ALICE)))
        .isEqualTo(Unavailable.of(Reason.LOGIN_NEEDS_HTTPS));
    assertThat(registry.asked()).isNotEmpty().allMatch(asked -> asked.authorization().isEmpty());

    assertThat(ask(fallingBack(TestingHosts.plain(host)), host, Candidates.of(ALICE)))
        .isInstanceOf(Verdict.Available.class);
  }

  @Test
  void theAnswerOfTheSchemeThatIsSpokenCounts() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.of(503));

    String host = "quay.example:" + plainPort(registry);
    assertThat(ask(fallingBack(), host, Candidates.ANONYMOUS))
        .isEqualTo(
            new Unavailable(State.REGISTRY_UNAVAILABLE, Reason.SERVER_ERROR, host + ": HTTP 503"));
  }

  @Test
  void whatNeedsNoLoginIsFoundWithOneToo() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest());

    assertThat(ask(fallingBack(), "quay.example:" + plainPort(registry), Candidates.of(ALICE)))
        .isInstanceOf(Verdict.Available.class);
    assertThat(registry.asked()).isNotEmpty().allMatch(asked -> asked.authorization().isEmpty());
  }

  @Test
  void aLocalRegistryIsSentItsLoginAsDockerDoes() throws IOException {
    ScriptedRegistry registry = scripted(PlainHttpFallbackTest::withBasic);
    names.name("127.0.0.1", "127.0.0.1");

    assertThat(ask(fallingBack(), "127.0.0.1:" + plainPort(registry), Candidates.of(ALICE)))
        .isInstanceOf(Verdict.Available.class);
  }

  @Test
  void aNameWithADotIsLookedUpAsAnAbsoluteOne() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest());
    int port = port(registry);
    names.name("registry", "127.0.0.1").name("127.0.0.1", "127.0.0.1");
    List<String> hosts = List.of("quay.example:" + port, "registry:" + port, "127.0.0.1:" + port);

    for (String host : hosts) {
      assertThat(ask(fallingBack(TestingHosts.plain(host)), host, Candidates.ANONYMOUS))
          .isInstanceOf(Verdict.Available.class);
    }

    assertThat(names.lookups()).containsExactly("quay.example.", "registry", "127.0.0.1");
    assertThat(registry.hosts()).containsExactlyElementsOf(hosts);
  }

  private static Answer withBasic(Asked asked) {
    return asked.authorization().equals(ALICE_BASIC)
        ? Answer.manifest()
        : Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\"");
  }

  /// The port of a front that speaks no TLS.
  private int plainPort(ScriptedRegistry registry) throws IOException {
    PlainFront front = new PlainFront(port(registry));
    open.add(front);
    return front.port();
  }

  private static int port(ScriptedRegistry registry) {
    return Integer.parseInt(registry.host().replaceFirst(".*:", ""));
  }

  private RegistryClient fallingBack(HostSettings... hosts) {
    RegistryClient client =
        new RegistryClient(
            access(new AddressRules(true, false, Set.of())),
            names,
            new RegistrySettings(List.of(hosts), Verification.MANIFEST, false, true, 1),
            checkTimeout,
            RegistryObserver.NONE,
            clock);
    open.add(client);
    return client;
  }

  private static Verdict ask(RegistryClient client, String host, Candidates candidates) {
    return client.check(attempt(host, candidates), Keyring.EMPTY, TestingCallers.URGENT);
  }
}
