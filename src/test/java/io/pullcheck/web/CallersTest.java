package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.testing.TestingReplicas;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Inventory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may send reviews, with `--webhook-client-ca`.
class CallersTest {

  private final TestingReplicas certificates = new TestingReplicas();
  private final ServingTls server = certificates.replica();
  private final AtomicBoolean withdrawn = new AtomicBoolean();
  private final WebhookEndpoint endpoint =
      new WebhookEndpoint(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          server.context(),
          (_, _) -> new Answer.Reviewed("reviewed"),
          new ReviewTimeout(Duration.ofSeconds(2)),
          new Inventory(_ -> true),
          Optional.empty(),
          new Callers(
              chain ->
                  !withdrawn.get()
                      && !chain.isEmpty()
                      && server.isReplica(chain.getFirst(), Instant.now()),
              _ -> false));

  @BeforeEach
  void start() {
    endpoint.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop();
  }

  @Test
  void onlyAClientWithACertificateOfTheCaIsReviewedAndOnlyWhileTheCaHolds() throws Exception {
    SSLContext nameless = SSLContext.getInstance("TLS");
    nameless.init(null, certificates.trust(), null);
    ServingTls stranger = new TestingReplicas().replica();
    stranger.trust(certificates.authorities());

    try (HttpClient known = client(certificates.replica().clientContext());
        HttpClient unknown = client(stranger.clientContext());
        HttpClient without = client(nameless)) {
      assertThat(review(known).body()).isEqualTo("reviewed");
      assertThat(review(unknown).statusCode()).isEqualTo(403);
      HttpResponse<String> refused = review(without);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body())
          .isEqualTo("reviews are answered to API servers alone, by their client certificate\n");

      withdrawn.set(true);
      // On the connection that stands, too.
      assertThat(review(known).statusCode()).isEqualTo(403);
    }
  }

  private static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  private HttpResponse<String> review(HttpClient client) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + endpoint.address().getPort() + "/validate"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
