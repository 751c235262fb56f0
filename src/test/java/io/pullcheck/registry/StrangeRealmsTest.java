package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A registry names whom it likes as its token server: nobody inside the cluster is asked on its
/// word, and what a token server answers goes to nobody else.
final class StrangeRealmsTest extends RegistryClientTesting {

  private static final Credential NONE = Credential.password("", "");

  private final TestingNames names =
      new TestingNames()
          .name("evil.example", "127.0.0.1")
          .name("internal", "127.0.0.1")
          .name("127.0.0.1", "127.0.0.1")
          .name("elsewhere.example", "127.0.0.1");

  StrangeRealmsTest() {
    checkTimeout = Duration.ofSeconds(30);
  }

  @Test
  void nobodyIsAskedByPlainHttpForAnAnonymousToken() throws IOException {
    ScriptedRegistry internal = scripted(_ -> Answer.json(200, "{\"access_token\":\"secret\"}"));
    ScriptedRegistry registry =
        scripted(_ -> challenge("http://internal:" + port(internal) + "/admin/delete?all=true"));

    for (Candidates candidates : List.of(Candidates.ANONYMOUS, Candidates.of(NONE))) {
      assertThat(ask(client(plain(registry)), host(registry), candidates))
          .isInstanceOfSatisfying(
              Unavailable.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.REALM_REFUSED);
                assertThat(refused.detail()).contains("internal").contains("authHosts");
              });
    }

    assertThat(internal.asked()).isEmpty();
    assertThat(registry.asked()).allMatch(asked -> asked.authorization().isEmpty());
  }

  /// With --allow-plain-http everybody may serve by HTTP: that is nobody's word that a realm may.
  @Test
  void aRegistryThatIsPlainByFallbackMayNameNoPlainRealm() throws IOException {
    ScriptedRegistry internal = scripted(_ -> Answer.json(200, "{\"access_token\":\"secret\"}"));
    ScriptedRegistry registry =
        scripted(_ -> challenge("http://internal:" + port(internal) + "/admin/delete?all=true"));

    assertThat(ask(fallingBack(), "evil.example:" + plainPort(registry), Candidates.ANONYMOUS))
        .isInstanceOfSatisfying(
            Unavailable.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.REALM_REFUSED);
              assertThat(refused.detail()).contains("internal").contains("plainHttp");
            });
    assertThat(internal.asked()).isEmpty();
  }

  /// A redirect's target that wants a token is given one of its own realm, without the registry's
  /// login; the registry, which named the target, sees none of it.
  @Test
  void aTokenGoesOnlyToTheRegistryWhoseChallengeItAnswers() throws IOException {
    AtomicInteger targetPort = new AtomicInteger();
    ScriptedRegistry target =
        scripted(
            asked ->
                asked.target().startsWith("/token")
                    ? Answer.json(200, "{\"token\":\"targets\"}")
                    : asked.authorization().equals("Bearer targets")
                        ? Answer.manifest()
                        : challenge("http://127.0.0.1:" + targetPort.get() + "/token"));
    targetPort.set(port(target));
    String elsewhere = "http://127.0.0.1:" + port(target);
    ScriptedRegistry registry =
        scripted(asked -> Answer.of(307).with("Location", elsewhere + asked.target()));

    assertThat(ask(client(plain(registry)), host(registry), Candidates.of(ALICE)))
        .isInstanceOf(Verdict.Available.class);

    assertThat(registry.asked()).isNotEmpty().allMatch(asked -> asked.authorization().isEmpty());
    assertThat(target.asked()).noneMatch(asked -> asked.authorization().startsWith("Basic"));
    assertThat(target.lines()).filteredOn(line -> line.startsWith("GET /token")).hasSize(1);
  }

  private static Answer challenge(String realm) {
    return Answer.of(401).with("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
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

  private static String host(ScriptedRegistry registry) {
    return "evil.example:" + port(registry);
  }

  private static HostSettings plain(ScriptedRegistry registry) {
    return TestingHosts.plain(host(registry));
  }

  private RegistryClient client(HostSettings settings) {
    return client(List.of(settings), RegistryObserver.NONE, names);
  }

  private RegistryClient fallingBack() {
    RegistryClient client =
        new RegistryClient(
            access(new AddressRules(true, false, Set.of())),
            names,
            new RegistrySettings(List.of(), Verification.MANIFEST, false, true, 1),
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
