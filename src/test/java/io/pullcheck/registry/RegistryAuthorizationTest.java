package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.ScriptedRegistry.Asked;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Basic and Bearer authentication, several credentials, and who may see them.
final class RegistryAuthorizationTest extends RegistryClientTesting {

  @Test
  void basicAuthenticationIsRememberedByRepository() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.authorization().equals(ALICE_BASIC)
                    ? Answer.manifest()
                    : Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\""));
    RegistryClient client = client(registry);

    assertThat(check(client, registry, Candidates.of(ALICE))).isInstanceOf(Verdict.Available.class);
    assertThat(check(client, registry, Candidates.of(ALICE))).isInstanceOf(Verdict.Available.class);

    assertThat(registry.asked())
        .extracting(Asked::authorization)
        .containsExactly("", ALICE_BASIC, ALICE_BASIC);
  }

  @Test
  void aLoginWithoutAUserIsAnAnonymousTry() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest());

    assertThat(
            check(client(registry), registry, Candidates.of(Credential.password("", "x"), ALICE)))
        .isInstanceOf(Verdict.Available.class);
    assertThat(registry.asked()).extracting(Asked::authorization).containsExactly("");
  }

  @Test
  void anAnonymousTryAmongLoginsAsksForNoLogin() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.authorization().equals(ALICE_BASIC)
                    ? Answer.manifest()
                    : Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\""));

    assertThat(check(client(registry), registry, Candidates.of(Credential.password("", ""), ALICE)))
        .isInstanceOf(Verdict.Available.class);
    assertThat(registry.asked()).extracting(Asked::authorization).containsOnly("", ALICE_BASIC);
  }

  @Test
  void whatALoginHasLearnedDoesNotShutOutAStranger() throws IOException {
    AtomicBoolean open = new AtomicBoolean();
    ScriptedRegistry registry =
        scripted(
            asked ->
                open.get() || asked.authorization().equals(ALICE_BASIC)
                    ? Answer.manifest()
                    : Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\""));
    RegistryClient client = client(registry);
    Verdict _ = check(client, registry, Candidates.of(ALICE));

    assertThat(check(client, registry, Candidates.ANONYMOUS))
        .isEqualTo(Unavailable.of(Reason.PRIVATE_OR_ABSENT));
    open.set(true);
    assertThat(check(client, registry, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
  }

  @Test
  void aTokenIsEarnedOnceAndRenewedBeforeItEnds() throws IOException {
    ScriptedRegistry registry = scripted(this::withToken);
    RegistryClient client = client(registry);

    assertThat(check(client, registry, Candidates.of(ALICE))).isInstanceOf(Verdict.Available.class);
    clock.advance(Duration.ofSeconds(269));
    assertThat(check(client, registry, Candidates.of(ALICE))).isInstanceOf(Verdict.Available.class);
    assertThat(registry.lines())
        .containsExactly(
            "HEAD /v2/shop/cart/manifests/v1",
            "POST /token?a=b",
            "HEAD /v2/shop/cart/manifests/v1",
            "HEAD /v2/shop/cart/manifests/v1");
    assertThat(registry.asked().get(1).body())
        .isEqualTo(
            "scope=repository%3Ashop%2Fcart%3Apull&service=reg&client_id=pullcheck"
                + "&grant_type=password&username=alice&password=secret");

    clock.advance(Duration.ofSeconds(2));
    Verdict _ = check(client, registry, Candidates.of(ALICE));
    assertThat(registry.lines()).filteredOn(line -> line.startsWith("POST /token")).hasSize(2);
  }

  @Test
  void aRealmsFragmentIsNotAskedFor() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.method().equals("GET") || !asked.authorization().isEmpty()
                    ? withToken(asked)
                    : Answer.of(401)
                        .with(
                            "WWW-Authenticate",
                            challenge(asked).replace("?a=b", "#here").replace("service", "x")));

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isInstanceOf(Verdict.Available.class);
    assertThat(registry.lines().get(1))
        .isEqualTo("GET /token?scope=repository%3Ashop%2Fcart%3Apull");
  }

  @Test
  void aRealmWithAUserIsRefused() throws IOException {
    ScriptedRegistry registry =
        scripted(
            _ ->
                Answer.of(401)
                    .with("WWW-Authenticate", "Bearer realm=\"https://reg.io@evil.io/token\""));

    assertThat(check(client(registry), registry, Candidates.of(ALICE)))
        .isInstanceOfSatisfying(
            Unavailable.class,
            verdict -> assertThat(verdict.reason()).isEqualTo(Reason.REALM_REFUSED));
    assertThat(registry.asked()).hasSize(1);
  }

  // Else one registry could keep the other waiting for a token that it is slow to fetch.
  @Test
  void registriesWithTheSameRealmShareNoToken() throws IOException {
    ScriptedRegistry first = scripted(this::withToken);
    ScriptedRegistry second = scripted(this::withToken);
    RegistryClient client =
        client(
            List.of(TestingHosts.plain(first.host()), TestingHosts.plain(second.host())),
            RegistryObserver.NONE);

    assertThat(check(client, first, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    assertThat(check(client, second, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);

    assertThat(first.lines()).filteredOn(line -> line.startsWith("GET /token")).hasSize(2);
  }

  @Test
  void concurrentChecksShareOneToken() throws Exception {
    ScriptedRegistry registry = scripted(this::withToken);
    RegistryClient client = client(registry);
    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    clock.advance(Duration.ofHours(1));

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Verdict> one = () -> check(client, registry, Candidates.ANONYMOUS);
      for (var each : threads.invokeAll(List.of(one, one, one, one, one, one))) {
        assertThat(each.get()).isInstanceOf(Verdict.Available.class);
      }
    }

    assertThat(registry.lines()).filteredOn(line -> line.startsWith("GET /token")).hasSize(2);
  }

  @Test
  void checksThatWaitForATokenLeaveTheTurnsToTheOneThatRequestsItOfTheSameHost() throws Exception {
    ScriptedRegistry registry = scripted(this::withToken);
    RegistryClient client = client(registry);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Verdict> one = () -> check(client, registry, Candidates.ANONYMOUS);
      for (var each : threads.invokeAll(Collections.nCopies(40, one))) {
        assertThat(each.get()).isInstanceOf(Verdict.Available.class);
      }
    }

    assertThat(registry.lines()).filteredOn(line -> line.startsWith("GET /token")).hasSize(1);
  }

  @Test
  void aTokenThatIsNoLongerTakenIsRenewedOnce() throws IOException {
    AtomicBoolean revoked = new AtomicBoolean();
    ScriptedRegistry registry =
        scripted(
            asked -> {
              if (revoked.get()
                  && asked.method().equals("HEAD")
                  && !asked.authorization().isEmpty()) {
                revoked.set(false);
                return Answer.of(401)
                    .with("WWW-Authenticate", challenge(asked) + ",error=\"invalid_token\"");
              }
              return withToken(asked);
            });
    RegistryClient client = client(registry);
    Verdict _ = check(client, registry, Candidates.of(ALICE));
    revoked.set(true);

    assertThat(check(client, registry, Candidates.of(ALICE))).isInstanceOf(Verdict.Available.class);
    assertThat(registry.lines()).filteredOn(line -> line.startsWith("POST /token")).hasSize(2);
  }

  @Test
  void aRegistryThatChallengesForEverIsGivenUp() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.target().startsWith("/token")
                    ? Answer.json(200, "{\"access_token\":\"t\"}")
                    : Answer.of(401)
                        .with("WWW-Authenticate", challenge(asked) + ",error=\"invalid_token\""));

    assertThat(check(client(registry), registry, Candidates.of(ALICE)))
        .isEqualTo(
            new Unavailable(
                State.AUTHORIZATION_FAILURE,
                Reason.DENIED_OR_ABSENT,
                registry.host() + ": HTTP 401"));
    assertThat(registry.asked()).hasSizeLessThan(10);
  }

  @Test
  void credentialsGoToNoStrangersRealm() throws IOException {
    ScriptedRegistry stranger = scripted(_ -> Answer.json(200, "{\"token\":\"t\"}"));
    ScriptedRegistry registry =
        scripted(
            _ ->
                Answer.of(401)
                    .with(
                        "WWW-Authenticate",
                        "Bearer realm=\""
                            + stranger.url("/token").replace("127.0.0.1", "localhost")
                            + "\""));

    assertThat(check(client(registry), registry, Candidates.of(ALICE)))
        .isInstanceOfSatisfying(
            Unavailable.class,
            verdict -> {
              assertThat(verdict.reason()).isEqualTo(Reason.REALM_REFUSED);
              assertThat(verdict.detail()).contains("localhost").contains("authHosts");
            });
    assertThat(stranger.asked()).isEmpty();
  }

  @Test
  void theFirstCredentialThatWorksWinsAndThereIsNoAnonymousTry() throws IOException {
    Credential wrong = Credential.password("mallory", "guess");
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.authorization().equals(ALICE_BASIC)
                    ? Answer.manifest()
                    : Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\""));
    RegistryClient client = client(registry);

    assertThat(check(client, registry, Candidates.of(wrong, ALICE)))
        .isInstanceOf(Verdict.Available.class);
    assertThat(check(client, registry, Candidates.of(wrong)))
        .isEqualTo(
            new Unavailable(
                State.AUTHENTICATION_FAILURE, Reason.REJECTED, registry.host() + ": HTTP 401"));
  }

  @Test
  void aMissingPullSecretIsTheReasonWhenTheRegistryRefuses() throws IOException {
    ScriptedRegistry registry =
        scripted(_ -> Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\""));
    Candidates missing = new Candidates(List.of(), Optional.of(Reason.PULL_SECRET_MISSING));

    assertThat(check(client(registry), registry, missing))
        .isEqualTo(Unavailable.of(Reason.PULL_SECRET_MISSING));
  }

  @Test
  void anUnusablePullSecretFailsWithoutARequest() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.manifest());
    Candidates unusable = new Candidates(List.of(), Optional.of(Reason.CREDENTIALS_UNUSABLE));

    assertThat(check(client(registry), registry, unusable))
        .isEqualTo(Unavailable.of(Reason.CREDENTIALS_UNUSABLE));
    assertThat(registry.asked()).isEmpty();
  }
}
