package io.pullcheck.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pullcheck.kubernetes.own.VersionedSecret.Content;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAuthorityTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final MemorySecret secret = new MemorySecret();
  private final List<String> published = new ArrayList<>();

  @Test
  void theFirstReplicaMakesTheCaPublishesItAndShowsALeafOfIt() throws Exception {
    ServingTls tls = new ServingTls();
    replica(tls).refresh(NOW);
    CaState state = CaState.of(secret.read().orElseThrow().content());
    assertThat(published).containsExactly(state.bundle());
    X509Certificate leaf = tls.current().orElseThrow().leaf();
    assertThat(leaf.getSubjectAlternativeNames())
        .<Object>extracting(name -> name.get(1))
        .containsExactly(
            "pullcheck-webhook",
            "pullcheck-webhook.pullcheck",
            "pullcheck-webhook.pullcheck.svc",
            "pullcheck-webhook.pullcheck.svc.cluster.local");
    assertThat(TrustCheck.trusts(state.bundle(), leaf, NOW)).isTrue();
    assertThat(tls.notAfter()).contains(NOW.plus(CertificateProfile.LEAF_LIFE));
  }

  @Test
  void aLookWithNothingToDoChangesNothing() throws IOException {
    ServingTls tls = new ServingTls();
    OwnAuthority replica = replica(tls);
    replica.refresh(NOW);
    ServingCertificate first = tls.current().orElseThrow();
    String version = secret.read().orElseThrow().resourceVersion();
    replica.refresh(NOW.plusSeconds(5));
    assertThat(tls.current()).containsSame(first);
    assertThat(secret.read().orElseThrow().resourceVersion()).isEqualTo(version);
  }

  @Test
  void threeReplicasThatStartAtOnceAgreeOnOneCa() throws IOException {
    List<ServingTls> replicas = IntStream.range(0, 3).mapToObj(i -> new ServingTls()).toList();
    List<Thread> threads = new ArrayList<>();
    for (ServingTls each : replicas) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      replica(each).refresh(NOW);
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread each : threads) {
      join(each);
    }
    CaState state = CaState.of(secret.read().orElseThrow().content());
    assertThat(replicas)
        .allMatch(
            tls -> TrustCheck.trusts(state.bundle(), tls.current().orElseThrow().leaf(), NOW));
  }

  @Test
  void aDeletedSecretGetsBackTheCaThatIsTrustedAlready() throws IOException {
    OwnAuthority replica = replica(new ServingTls());
    replica.refresh(NOW);
    Content good = secret.read().orElseThrow().content();
    secret.set(Optional.empty());
    replica.refresh(NOW.plusSeconds(5));
    assertThat(secret.read().orElseThrow().content()).isEqualTo(good);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.crt", "ca.key", "ca-next.crt", "ca-previous.crt"})
  void garbageInAnyPartIsRepaired(String key) throws IOException {
    OwnAuthority replica = replica(new ServingTls());
    replica.refresh(NOW);
    Content good = secret.read().orElseThrow().content();
    for (String garbage : List.of("", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
      secret.setData(key, garbage);
      replica.refresh(NOW.plusSeconds(5));
      assertThat(CaState.of(secret.read().orElseThrow().content())).isEqualTo(CaState.of(good));
    }
  }

  @Test
  void aBlankSecretIsFilledByAReplicaThatKnowsNothing() throws IOException {
    secret.set(Optional.of(new Content(Map.of(), Map.of())));
    ServingTls tls = new ServingTls();
    replica(tls).refresh(NOW);
    assertThat(tls.current()).isPresent();
  }

  @Test
  void aReplicaThatKnowsNothingKeepsTheSignerWhenOnlyTheRestIsGarbage() throws IOException {
    replica(new ServingTls()).refresh(NOW);
    Content good = secret.read().orElseThrow().content();
    secret.setData("ca-next.crt", "garbage");
    replica(new ServingTls()).refresh(NOW);
    assertThat(secret.read().orElseThrow().content()).isEqualTo(good);
  }

  @Test
  void anExpiredCaIsReplaced() throws IOException {
    OwnAuthority replica = replica(new ServingTls());
    replica.refresh(NOW);
    Content old = secret.read().orElseThrow().content();
    replica.refresh(NOW.plus(Duration.ofDays(366)));
    assertThat(secret.read().orElseThrow().content()).isNotEqualTo(old);
  }

  @Test
  void theKeyOfAnotherCaIsGarbage() throws IOException {
    OwnAuthority replica = replica(new ServingTls());
    replica.refresh(NOW);
    Content good = secret.read().orElseThrow().content();
    secret.setData("ca.key", Pem.of(CertificateAuthority.create(NOW).key()));
    replica.refresh(NOW.plusSeconds(5));
    assertThat(secret.read().orElseThrow().content()).isEqualTo(good);
  }

  @Test
  void aLeafIsRenewedAtTwoThirdsOfItsLife() throws IOException {
    ServingTls tls = new ServingTls();
    OwnAuthority replica = replica(tls);
    replica.refresh(NOW);
    replica.refresh(NOW.plus(Duration.ofDays(5)));
    assertThat(tls.notAfter()).contains(NOW.plus(Duration.ofDays(12)));
  }

  @Test
  void aFailingPublicationDoesNotKeepTheServerFromItsCertificate() {
    ServingTls tls = new ServingTls();
    OwnAuthority replica =
        new OwnAuthority(
            secret,
            pem -> {
              throw new IOException("forbidden");
            },
            List.of("localhost"),
            () -> true,
            tls);
    assertThat(catchThrowable(() -> replica.refresh(NOW))).hasMessage("forbidden");
    assertThat(tls.current()).isPresent();
  }

  private OwnAuthority replica(ServingTls tls) {
    return new OwnAuthority(
        secret,
        pem -> {
          synchronized (published) {
            published.add(pem);
          }
          return true;
        },
        OwnAuthority.serviceNames("pullcheck-webhook", "pullcheck"),
        () -> true,
        tls);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
