package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.HostSettings;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.Nginx;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import io.pullcheck.testing.TestingTls;
import io.pullcheck.testing.TokenAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client against Debian's docker-registry in several configurations, and behind nginx.
final class RealRegistriesIT extends RegistryClientTesting {

  private static final Candidates BOB = Candidates.of(Credential.password("bob", "secret"));
  private static final Candidates WRONG = Candidates.of(Credential.password("alice", "guess"));

  private static DockerRegistry registry;

  private final List<String> codes = new ArrayList<>();

  @BeforeAll
  static void push() throws Exception {
    registry = DockerRegistry.open();
    for (String repository : List.of("shop/cart", "public/cart", "moved/cart", "nohead/cart")) {
      registry.push(repository, "v1");
    }
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void openTheSteadyStateIsOneRequest() {
    Client client = client(TestingHosts.plain(registry.host()));

    assertThat(client.check("shop/cart:v1", Candidates.ANONYMOUS)).isEqualTo("available");
    assertThat(client.check("shop/cart:v1", Candidates.ANONYMOUS)).isEqualTo("available");
    assertThat(codes).containsExactly("200", "200");
    assertThat(client.check("shop/cart:v2", Candidates.ANONYMOUS)).isEqualTo("manifest_unknown");
    assertThat(client.check("shop/none:v1", Candidates.ANONYMOUS)).isEqualTo("manifest_unknown");
    assertThat(client.check("shop/cart@sha256:" + "0".repeat(64), Candidates.ANONYMOUS))
        .isEqualTo("manifest_unknown");
  }

  @Test
  void withBasicAuthenticationTheSteadyStateIsOneRequest() throws Exception {
    try (DockerRegistry closed = DockerRegistry.withLogin("alice", "secret")) {
      closed.push("shop/cart", "v1");
      Client client = client(TestingHosts.plain(closed.host()));

      assertThat(client.check("shop/cart:v1", Candidates.of(ALICE))).isEqualTo("available");
      assertThat(codes).containsExactly("401", "200");
      codes.clear();
      assertThat(client.check("shop/cart:v1", Candidates.of(ALICE))).isEqualTo("available");
      assertThat(codes).containsExactly("200");
      assertThat(client.check("shop/cart:v1", WRONG)).isEqualTo("rejected");
      assertThat(client.check("shop/cart:v1", Candidates.ANONYMOUS)).isEqualTo("private_or_absent");
    }
  }

  @Test
  void withTokensTheSteadyStateIsOneRequestAndAnExpiredOneIsRenewed() throws Exception {
    try (TokenAuthority authority = new TokenAuthority();
        DockerRegistry tokens = registry.sibling("", authority.configuration())) {
      Client client = client(TestingHosts.plain(tokens.host()));

      assertThat(client.check("shop/cart:v1", Candidates.of(ALICE))).isEqualTo("available");
      assertThat(codes).containsExactly("401", "200", "200");
      codes.clear();
      assertThat(client.check("shop/cart:v1", Candidates.of(ALICE))).isEqualTo("available");
      assertThat(codes).containsExactly("200");

      clock.advance(Duration.ofMinutes(5));
      codes.clear();
      assertThat(client.check("shop/cart:v1", Candidates.of(ALICE))).isEqualTo("available");
      assertThat(codes).containsExactly("200", "200");
      assertThat(authority.logins()).containsExactly("alice:secret", "alice:secret");
    }
  }

  // Said to be good for five minutes, and refused after none.
  @Test
  void aTokenThatTheRegistryTakesNoMoreIsReplaced() throws Exception {
    try (TokenAuthority authority = new TokenAuthority();
        DockerRegistry tokens = registry.sibling("", authority.configuration())) {
      Client client = client(TestingHosts.plain(tokens.host()));
      authority.life(Duration.ofSeconds(-90));
      assertThat(client.check("shop/cart:v1", Candidates.of(ALICE))).isEqualTo("denied_or_absent");

      authority.life(Duration.ofMinutes(5));
      assertThat(client.check("shop/cart:v1", Candidates.of(ALICE))).isEqualTo("available");
    }
  }

  @Test
  void tokensTellWhoMayPull() throws Exception {
    try (TokenAuthority authority = new TokenAuthority();
        DockerRegistry tokens = registry.sibling("", authority.configuration())) {
      Client client = client(TestingHosts.plain(tokens.host()));

      assertThat(client.check("public/cart:v1", Candidates.ANONYMOUS)).isEqualTo("available");
      assertThat(client.check("public/cart:v2", Candidates.ANONYMOUS))
          .isEqualTo("manifest_unknown");
      assertThat(client.check("shop/cart:v1", Candidates.ANONYMOUS)).isEqualTo("private_or_absent");
      assertThat(client.check("shop/cart:v1", WRONG)).isEqualTo("rejected");
      assertThat(client.check("shop/cart:v1", BOB)).isEqualTo("denied_or_absent");
      assertThat(
              client.check(
                  "shop/cart:v1",
                  new Candidates(List.of(BOB.inOrder().getFirst(), ALICE), Optional.empty())))
          .isEqualTo("available");
    }
  }

  @Test
  void aPrivateCaMustBeKnown(@TempDir Path folder) throws Exception {
    new TestingTls(List.of("127.0.0.1")).write(folder);
    String tls =
        ", tls: {certificate: %1$s/server.pem, key: %1$s/server-key.pem}".formatted(folder);
    try (DockerRegistry secure = registry.sibling(tls, "")) {
      assertThat(client(https(secure.host(), Optional.empty(), false)).check()).isEqualTo("tls");
      assertThat(client(https(secure.host(), Optional.of(folder.resolve("ca.pem")), false)).check())
          .isEqualTo("available");
      assertThat(client(https(secure.host(), Optional.empty(), true)).check())
          .isEqualTo("available");
      // Plain HTTP means plain HTTP.
      assertThat(client(TestingHosts.plain(secure.host())).check())
          .isEqualTo("unexpected_response");
    }
  }

  @Test
  void aMirrorWhoseUpstreamIsDeadSaysNothingOfTheImage() throws Exception {
    try (DockerRegistry upstream = DockerRegistry.open();
        DockerRegistry mirror =
            DockerRegistry.with("proxy: {remoteurl: \"http://" + upstream.host() + "\"}")) {
      upstream.stop();

      assertThat(mirrored(mirror.host()).check()).isEqualTo("available");
      assertThat(codes).startsWith("404").endsWith("200");
      assertThat(mirrored(mirror.host()).check("shop/cart:v2", Candidates.ANONYMOUS))
          .isEqualTo("manifest_unknown");
    }
  }

  @Test
  void aPullThroughMirrorThatHasItIsEnough() throws Exception {
    String upstream = "proxy: {remoteurl: \"http://" + registry.host() + "\"}";
    try (DockerRegistry mirror = DockerRegistry.with(upstream)) {
      List<HostSettings> hosts =
          List.of(
              TestingHosts.plain("127.0.0.1:1", mirror.host()), TestingHosts.plain(mirror.host()));

      assertThat(new Client("127.0.0.1:1", client(hosts, observer(codes))).check())
          .isEqualTo("available");
    }
  }

  @Test
  void whatStandsInFrontOfARegistryIsNotTheRegistry() throws Exception {
    try (Nginx nginx = new Nginx(LOCATIONS.formatted(registry.host()))) {
      assertThat(
              client(TestingHosts.plain(nginx.host())).check("down/cart:v1", Candidates.ANONYMOUS))
          .isEqualTo("server_error");
      assertThat(
              client(TestingHosts.plain(nginx.host()))
                  .check("blocked/cart:v1", Candidates.ANONYMOUS))
          .isEqualTo("blocked");
      assertThat(
              client(TestingHosts.plain(nginx.host())).check("page/cart:v1", Candidates.ANONYMOUS))
          .isEqualTo("not_a_registry");
      assertThat(
              client(TestingHosts.plain(nginx.host())).check("moved/cart:v1", Candidates.ANONYMOUS))
          .isEqualTo("available");
      assertThat(
              client(TestingHosts.plain(nginx.host()))
                  .check("through/cart:v1", Candidates.ANONYMOUS))
          .isEqualTo("manifest_unknown");
    }
  }

  @Test
  void aRateLimitPausesTheHost() throws Exception {
    try (Nginx nginx = new Nginx(LOCATIONS.formatted(registry.host()))) {
      Client client = client(TestingHosts.plain(nginx.host()));

      assertThat(client.check("limited/cart:v1", Candidates.ANONYMOUS)).isEqualTo("kept PT1M");
      assertThat(client.client.gates().get(nginx.host()).paused())
          .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(67));
      assertThat(client.check("moved/cart:v1", Candidates.ANONYMOUS)).startsWith("kept PT");
      assertThat(codes).containsExactly("429", "429", "429", "429", "429");
    }
  }

  @Test
  void aHostThatKnowsNoHeadIsAskedByGet() throws Exception {
    try (Nginx nginx = new Nginx(LOCATIONS.formatted(registry.host()))) {
      Client client = client(TestingHosts.plain(nginx.host()));

      assertThat(client.check("nohead/cart:v1", Candidates.ANONYMOUS)).isEqualTo("available");
      assertThat(client.check("nohead/cart:v1", Candidates.ANONYMOUS)).isEqualTo("available");
      assertThat(codes).containsExactly("405", "200", "200");
    }
  }

  private static final String LOCATIONS =
      """
      location /v2/limited/ { add_header Retry-After 60 always; return 429; }
      location /v2/down/ { return 503; }
      location /v2/blocked/ { return 403; }
      location /v2/page/ { default_type text/html; return 200 "<html></html>"; }
      location /v2/moved/ { return 307 http://%1$s$request_uri; }
      location /v2/nohead/ { if ($request_method = HEAD) { return 405; } proxy_pass http://%1$s; }
      location / { proxy_pass http://%1$s; }
      """;

  /// A client that knows one host.
  private record Client(String host, RegistryClient client) {
    String check() {
      return check("shop/cart:v1", Candidates.ANONYMOUS);
    }

    /// The reason, or `available`.
    String check(String image, Candidates candidates) {
      ImageReference reference =
          ImageReference.parse(host + "/" + image, "docker.io").orElseThrow();
      Verdict verdict =
          client.check(
              new PullAttempt(reference, candidates, Set.of()),
              Keyring.EMPTY,
              TestingCallers.URGENT);
      return switch (verdict) {
        case Verdict.Available _ -> "available";
        case Verdict.Unavailable unavailable -> unavailable.reason().word();
        case Verdict.Inconclusive kept -> "kept " + kept.retryAfter();
      };
    }
  }

  private Client client(HostSettings settings) {
    codes.clear();
    return new Client(settings.host(), client(List.of(settings), observer(codes)));
  }

  /// One that asks a mirror before the registry.
  private Client mirrored(String mirror) {
    return new Client(
        registry.host(),
        client(
            List.of(TestingHosts.plain(registry.host(), mirror), TestingHosts.plain(mirror)),
            observer(codes)));
  }

  private static HostSettings https(String host, Optional<Path> ca, boolean skipVerify) {
    return new HostSettings(
        host, List.of(), false, Set.of(), 0, 8, ca, false, skipVerify, Optional.empty());
  }
}
