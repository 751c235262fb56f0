package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Registries that want to lead us astray or hold us up.
final class HostileRegistryTest extends RegistryClientTesting {

  @Test
  void redirectsAreFollowedWithoutTheAuthorization() throws IOException {
    ScriptedRegistry other = scripted(_ -> Answer.manifest());
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.authorization().isEmpty()
                    ? Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\"")
                    : Answer.of(307).with("Location", other.url("/elsewhere")));

    assertThat(check(client(registry), registry, Candidates.of(ALICE)))
        .isInstanceOf(Verdict.Available.class);
    assertThat(other.asked()).containsExactly(new Asked("HEAD", "/elsewhere", "", ""));
  }

  @Test
  void aRedirectLoopEnds() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.of(302).with("Location", "/v2/again"));

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isEqualTo(
            new Unavailable(State.UNKNOWN_ERROR, Reason.REDIRECT_REFUSED, "more than 9 redirects"));
    assertThat(registry.asked()).hasSize(10);
  }

  @Test
  void aRedirectToAMetadataAddressIsNotFollowed() throws IOException {
    ScriptedRegistry registry =
        scripted(_ -> Answer.of(307).with("Location", "http://169.254.169.254/latest/meta-data"));

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isEqualTo(
            new Unavailable(
                State.UNKNOWN_ERROR,
                Reason.REDIRECT_REFUSED,
                "link-local and metadata addresses are refused"));
  }

  @Test
  void aLoopbackRegistryIsNotAskedUnlessAllowed() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest());
    RegistryClient client =
        new RegistryClient(
            access(new AddressRules(false, false, Set.of())),
            TestingHosts.settings(TestingHosts.plain(registry.host())),
            Duration.ofSeconds(2),
            RegistryObserver.NONE,
            clock);
    open.add(client);

    assertThat(check(client, registry, Candidates.ANONYMOUS))
        .isInstanceOfSatisfying(
            Unavailable.class,
            verdict -> assertThat(verdict.reason()).isEqualTo(Reason.ADDRESS_REFUSED));
    assertThat(registry.asked()).isEmpty();
  }

  // The grammar of references lets them through.
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:70000", "reg.test:70000", "reg.test:99999999999", "127.1", "1.2.3:80"})
  void aHostAndPortThatCannotBeIsAVerdict(String host) {
    assertThat(
            client(host, RegistryObserver.NONE)
                .check(attempt(host, Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT))
        .isEqualTo(
            new Unavailable(
                State.REGISTRY_UNAVAILABLE, Reason.CONNECT, "there is no such host and port"));
  }

  @Test
  void aSilentRegistryIsLeftAtTheDeadline() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String host = "127.0.0.1:" + server.getLocalPort();
      long begun = System.nanoTime();

      Verdict verdict =
          client(host, RegistryObserver.NONE)
              .check(attempt(host, Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT);

      assertThat(verdict)
          .isEqualTo(
              new Unavailable(
                  State.REGISTRY_UNAVAILABLE, Reason.TIMEOUT, host + ": no answer in time"));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aBodyIsReadAsFarAsItDecides() throws IOException {
    ScriptedRegistry registry =
        scripted(
            _ ->
                new Answer(
                    404, Map.of("Content-Type", "text/html"), "<html>" + "x".repeat(20_000_000)));

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isEqualTo(Unavailable.of(Reason.NOT_A_REGISTRY));
  }

  @Test
  void aMirrorThatIsSilentLeavesTimeForTheOrigin() throws Exception {
    ScriptedRegistry origin = scripted(_ -> Answer.manifest());
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String mirror = "127.0.0.1:" + silent.getLocalPort();
      RegistryClient client =
          client(
              List.of(TestingHosts.plain(origin.host(), mirror), TestingHosts.plain(mirror)),
              RegistryObserver.NONE);

      assertThat(check(client, origin, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    }
  }
}
