package io.pullcheck.kubernetes.watch;

import static io.pullcheck.testing.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.pullcheck.testing.RealApiServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the informers do while the API server is away, and when it is back with the same data.
@Tag("slow")
class ClusterOutageIT {

  private RealApiServer server;
  private KubernetesClient admin;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    server = RealApiServer.startNew();
    admin = server.client(RealApiServer.ADMIN);
    cluster = new TestCluster(admin);
    cluster.namespace("bank", Map.of());
    cluster.deployment("bank", "vault", "reg.io/vault:v1");
  }

  @AfterEach
  void stop() {
    admin.close();
    server.close();
  }

  @Test
  void anApiServerThatComesBackIsFollowedAgainAndNothingFalseIsReported() throws Exception {
    try (TestInformers informers = TestInformers.on(TestCluster.connect(server, "admin"))) {
      eventually(informers.informers()::synced);
      informers.heard().clear();
      server.stop();
      server.start();
      cluster.deployment("bank", "vault", "reg.io/vault:v2");
      eventually(() -> !informers.heard().events().isEmpty());
      assertThat(informers.heard().events())
          .containsExactly("replaced bank/vault [reg.io/vault:v2]");
      assertThat(informers.missing()).isEmpty();
    }
  }

  @Test
  void whatWasDeletedMeanwhileIsReportedWhenTheOldVersionIsGone() throws Exception {
    cluster.deployment("bank", "till", "reg.io/till:v1");
    try (TestingForwarder forwarder = new TestingForwarder(server.port());
        TestInformers informers =
            TestInformers.on(TestCluster.connect(server, () -> "admin", forwarder.port()))) {
      eventually(informers.informers()::synced);
      informers.heard().clear();
      forwarder.cut();
      cluster.delete("bank", "till");
      cluster.deployment("bank", "safe", "reg.io/safe:v1");
      // A new watch cache knows nothing of before, so that the watch gets 410 Gone.
      server.stop();
      server.start();
      assertThat(informers.heard().events()).isEmpty();
      forwarder.join();
      eventually(() -> informers.heard().events().size() >= 2);
      assertThat(informers.heard().events())
          .containsExactlyInAnyOrder("removed bank/till", "replaced bank/safe [reg.io/safe:v1]");
      assertThat(informers.heard().standing()).containsExactly("bank/safe", "bank/vault");
    }
  }

  @Test
  void anInformerThatCouldNotEvenAskIsReplaced() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    AtomicInteger failures = new AtomicInteger();
    OAuthTokenProvider tokens =
        () -> {
          if (broken.get()) {
            failures.incrementAndGet();
            throw new IllegalStateException("no token");
          }
          return "admin";
        };
    try (TestingForwarder forwarder = new TestingForwarder(server.port());
        TestInformers informers =
            TestInformers.on(TestCluster.connect(server, tokens, forwarder.port()))) {
      eventually(informers.informers()::synced);
      informers.heard().clear();
      broken.set(true);
      forwarder.cut();
      cluster.delete("bank", "vault");
      forwarder.join();
      eventually(() -> failures.get() >= 20);
      broken.set(false);
      informers.heard().awaits("removed bank/vault");
    }
  }

  @Test
  void aWatchThatBringsNothingIsMadeAnew() throws Exception {
    try (TestingForwarder forwarder = new TestingForwarder(server.port());
        TestInformers informers =
            TestInformers.on(
                TestCluster.connect(server, () -> "admin", forwarder.port()),
                Duration.ofSeconds(1))) {
      // A request on a kept connection finds out by its own timeout that it is dead.
      informers.client().getConfiguration().setRequestTimeout(500);
      eventually(informers.informers()::synced);
      forwarder.deafen();
      cluster.deployment("bank", "safe", "reg.io/safe:v1");
      informers.heard().awaits("replaced bank/safe [reg.io/safe:v1]");
    }
  }

  @Test
  void anApiServerThatIsDownAtTheStartIsWaitedFor() throws Exception {
    server.stop();
    try (TestInformers informers = TestInformers.on(TestCluster.connect(server, "admin"))) {
      assertThat(informers.informers().synced()).isFalse();
      server.start();
      eventually(informers.informers()::synced);
      assertThat(informers.heard().events())
          .containsExactly("replaced bank/vault [reg.io/vault:v1]");
    }
  }
}
