package io.pullcheck.replica;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.TestingReplicas;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.WebhookEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A replica that starts on a busy machine asks the leader before it has its own certificate.
final class LateCertificateTest {

  @Test
  void whoWasRefusedWithoutACertificateIsBelievedAsSoonAsItHasOne() {
    TestingReplicas replicas = new TestingReplicas();
    ServingTls leader = replicas.replica();
    ServingTls late = new ServingTls();
    late.trust(replicas.authorities());
    WebhookEndpoint endpoint =
        new WebhookEndpoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            leader.context(),
            (_, _) -> new Answer.Malformed("no review"),
            new ReviewTimeout(Duration.ofSeconds(1)),
            new Inventory(_ -> true),
            Optional.empty(),
            TestingReplicas.callers(leader));
    endpoint.start();
    try {
      String address = "127.0.0.1:" + endpoint.address().getPort();
      VerdictsFollower follower =
          new VerdictsFollower(
              new Inventory(_ -> true),
              new TestingClock(),
              late::clientContext,
              new VerdictsFollower.Limits(Duration.ofSeconds(30), Duration.ofMinutes(5)));
      assertThatThrownBy(() -> follower.copy(address))
          .isInstanceOf(IOException.class)
          .hasMessage("status 403");

      late.use(replicas.issue());

      assertThatCode(() -> follower.copy(address)).doesNotThrowAnyException();
    } finally {
      endpoint.stop();
    }
  }
}
