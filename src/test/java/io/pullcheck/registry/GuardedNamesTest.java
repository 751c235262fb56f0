package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Names that lead to where nobody may connect to. The names are a test's own; that nothing is
/// connected to is seen at servers on loopback, to which a missing guard would lead.
final class GuardedNamesTest extends RegistryClientTesting {

  private static final String METADATA = "169.254.169.254";

  private final TestingNames names = new TestingNames();

  @Test
  void aNameOfAMetadataServiceIsNotConnectedTo() {
    names.name("reg.test", METADATA);

    assertThat(reason(ask("reg.test:80"))).isEqualTo(Reason.ADDRESS_REFUSED);
  }

  // 127.0.0.1 is allowed here and 127.0.0.2 is the API server; both lead to the same server.
  @Test
  void whatIsConnectedToIsTheAddressThatWasChecked() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.of(200).with("Connection", "close"));
    int port = port(registry);
    names.name("reg.test", "127.0.0.1", "127.0.0.2");
    AddressRules rules =
        new AddressRules(
            true, false, Set.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port)));

    Verdict _ = ask("reg.test:" + port, rules);

    // The HEAD by the first address; the GET that follows is refused by the second.
    assertThat(registry.lines()).containsExactly("HEAD /v2/shop/cart/manifests/v1");
    assertThat(names.lookups()).containsExactly("reg.test.", "reg.test.");
  }

  @Test
  void aNameThatBecomesForbiddenWithTheNextConnectionIsRefusedThen() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest().with("Connection", "close"));
    String host = "reg.test:" + port(registry);
    names.name("reg.test", "127.0.0.1", METADATA);
    RegistryClient client = client(host, new AddressRules(true, false, Set.of()));

    assertThat(ask(client, host, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    assertThat(reason(ask(client, host, Candidates.ANONYMOUS))).isEqualTo(Reason.ADDRESS_REFUSED);
    assertThat(registry.asked()).hasSize(1);
  }

  /// Where nobody may be led: the victim listens on loopback, so that it would be seen to be asked.
  static Stream<Arguments> forbidden() {
    return Stream.of(
        Arguments.of("http://169.254.169.254/latest", "metadata"),
        Arguments.of("http://[fe80::1]/", "link-local"),
        Arguments.of("http://[fd00:ec2::254]/", "metadata"),
        Arguments.of("http://[64:ff9b::a9fe:a9fe]/", "metadata"),
        Arguments.of("http://100.100.100.200/", "metadata"),
        Arguments.of("http://metadata.test/", "metadata"),
        Arguments.of("http://metadata.google.internal/", "metadata"),
        Arguments.of("http://0.0.0.0:VICTIM/", "unspecified"),
        Arguments.of("http://127.0.0.1:VICTIM/", "loopback"),
        Arguments.of("http://[::1]:VICTIM/", "loopback"),
        Arguments.of("http://loopback.test:VICTIM/", "loopback"),
        Arguments.of("http://2130706433:VICTIM/", "unusual"),
        Arguments.of("http://0x7f000001:VICTIM/", "unusual"),
        Arguments.of("http://10.1.2.3/", "private"),
        Arguments.of("http://private.test/", "private"),
        Arguments.of("http://kubernetes.default.svc:6443/", "API server"),
        Arguments.of("http://203.0.113.7:6443/", "API server"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void noRedirectLeadsThere(String target, String why) throws IOException {
    ScriptedRegistry victim = scripted(_ -> Answer.manifest());
    String location = target.replace("VICTIM", Integer.toString(port(victim)));
    ScriptedRegistry registry = scripted(_ -> Answer.of(307).with("Location", location));

    assertThat(askStrictly(registry))
        .isInstanceOfSatisfying(
            Unavailable.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.REDIRECT_REFUSED);
              assertThat(refused.detail()).contains(why);
            });
    assertThat(victim.asked()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void noRealmLeadsThere(String target, String why) throws IOException {
    ScriptedRegistry victim = scripted(_ -> Answer.json(200, "{\"token\":\"t\"}"));
    String realm = target.replace("VICTIM", Integer.toString(port(victim)));
    ScriptedRegistry registry =
        scripted(
            _ -> Answer.of(401).with("WWW-Authenticate", "Bearer realm=\"" + realm + "token\""));

    assertThat(askStrictly(registry, URI.create(realm).getHost()))
        .isInstanceOfSatisfying(
            Unavailable.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.ADDRESS_REFUSED);
              assertThat(refused.detail()).contains(why);
            });
    // The user has to name it first.
    assertThat(reason(askStrictly(registry))).isEqualTo(Reason.REALM_REFUSED);
    assertThat(victim.asked()).isEmpty();
  }

  @Test
  void theApiServerIsNoRegistry() throws IOException {
    ScriptedRegistry apiServer = scripted(_ -> Answer.manifest());
    int port = port(apiServer);
    names.name("kubernetes.default.svc", "127.0.0.1");
    AddressRules rules =
        new AddressRules(
            true, false, Set.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)));

    assertThat(reason(ask("kubernetes.default.svc:" + port, rules)))
        .isEqualTo(Reason.ADDRESS_REFUSED);
    assertThat(apiServer.asked()).isEmpty();
  }

  @Test
  void aProxyIsNotAskedForAnAddressThatIsRefused() throws IOException {
    ScriptedRegistry proxy = scripted(_ -> Answer.manifest());
    for (String target :
        List.of("169.254.169.254", "2852039166", "0xa9fea9fe", "metadata.google.internal")) {
      String host = target + ":80";
      RegistryAccess access =
          new RegistryAccess(
              new AddressRules(true, false, Set.of()),
              Map.of("HTTP_PROXY", "http://" + proxy.host()),
              List.of(),
              "test",
              Thread::startVirtualThread);

      assertThat(reason(ask(client(host, access), host, Candidates.ANONYMOUS)))
          .isEqualTo(Reason.ADDRESS_REFUSED);
    }
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void credentialsDoNotGoToARealmOnAStrangersHost() throws IOException {
    ScriptedRegistry stranger = scripted(_ -> Answer.json(200, "{\"token\":\"t\"}"));
    ScriptedRegistry registry =
        scripted(
            _ ->
                Answer.of(401)
                    .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"http://evil.test:" + port(stranger) + "/token\""));
    names.name("reg.example", "127.0.0.1").name("evil.test", "127.0.0.1");
    String host = "reg.example:" + port(registry);
    RegistryClient client = client(host, new AddressRules(true, false, Set.of()));

    assertThat(ask(client, host, Candidates.of(ALICE)))
        .isInstanceOfSatisfying(
            Unavailable.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.REALM_REFUSED);
              assertThat(refused.detail()).contains("evil.test").contains("authHosts");
            });
    assertThat(stranger.asked()).isEmpty();
  }

  @Test
  void aRealmUnderTheSameRegistrableDomainIsGivenThem() throws IOException {
    ScriptedRegistry realm = scripted(_ -> Answer.json(200, "{\"access_token\":\"t\"}"));
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.authorization().equals("Bearer t")
                    ? Answer.manifest()
                    : Answer.of(401)
                        .with(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://auth.shop.co.uk:" + port(realm) + "/token\""));
    names.name("reg.shop.co.uk", "127.0.0.1").name("auth.shop.co.uk", "127.0.0.1");
    String host = "reg.shop.co.uk:" + port(registry);
    RegistryClient client = client(host, new AddressRules(true, false, Set.of()));

    assertThat(ask(client, host, Candidates.of(ALICE))).isInstanceOf(Verdict.Available.class);
    assertThat(realm.asked())
        .allMatch(asked -> asked.body().contains("&username=alice&password=secret"));
  }

  /// Under the strictest rules, of which the registry itself is exempt as a proxy's address is: for
  /// it listens on loopback as well.
  private Verdict askStrictly(ScriptedRegistry registry, String... authHosts) {
    String host = "reg.test:" + port(registry);
    names
        .name("reg.test", "127.0.0.1")
        .name("metadata.test", METADATA)
        .name("metadata.google.internal", "127.0.0.1")
        .name("loopback.test", "127.0.0.1")
        .name("private.test", "192.168.1.1")
        .name("kubernetes.default.svc", "203.0.113.7");
    InetSocketAddress apiServer = new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 6443);
    RegistryAccess access =
        new RegistryAccess(
            new AddressRules(false, true, Set.of(apiServer)),
            Map.of("HTTP_PROXY", "http://" + host, "NO_PROXY", "*"),
            List.of(),
            "test",
            Thread::startVirtualThread);
    return ask(client(host, access, authHosts), host, Candidates.ANONYMOUS);
  }

  private static int port(ScriptedRegistry registry) {
    return Integer.parseInt(registry.host().replaceFirst(".*:", ""));
  }

  private static Reason reason(Verdict verdict) {
    return ((Unavailable) verdict).reason();
  }

  private Verdict ask(String host) {
    return ask(host, new AddressRules(true, false, Set.of()));
  }

  private Verdict ask(String host, AddressRules rules) {
    return ask(client(host, rules), host, Candidates.ANONYMOUS);
  }

  private static Verdict ask(RegistryClient client, String host, Candidates candidates) {
    return client.check(attempt(host, candidates), Keyring.EMPTY, TestingCallers.URGENT);
  }

  private RegistryClient client(String host, AddressRules rules) {
    return client(host, access(rules));
  }

  private RegistryClient client(String host, RegistryAccess access, String... authHosts) {
    RegistryClient client =
        new RegistryClient(
            access,
            names,
            TestingHosts.settings(TestingHosts.withAuthHosts(host, authHosts)),
            Duration.ofSeconds(2),
            RegistryObserver.NONE,
            clock);
    open.add(client);
    return client;
  }
}
