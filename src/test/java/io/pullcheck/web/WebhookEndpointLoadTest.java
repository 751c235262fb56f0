package io.pullcheck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.admission.Answer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The endpoint when there is too much to do, and when it ends.
class WebhookEndpointLoadTest {

  private final TestingEndpoint endpoint = new TestingEndpoint();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void beyondTheCapAReviewIsRefusedAtOnceWithoutRetryAfter() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(8);
    endpoint.reviews =
        (body, within) -> {
          entered.countDown();
          TestingEndpoint.await(release);
          return new Answer.Reviewed("done");
        };
    HttpClient client = endpoint.client("TLSv1.3");
    String large = "x".repeat(8 * 1024 * 1024);
    List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
    for (int address = 2; address < 6; address++) {
      HttpClient other = endpoint.client("TLSv1.3", "127.0.0." + address);
      first.add(endpoint.sendAsync(other, large));
      first.add(endpoint.sendAsync(other, large));
    }
    TestingEndpoint.await(entered);
    HttpResponse<String> refused = endpoint.send(client, "/validate", "hello");
    release.countDown();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("too many reviews are being answered\n");
    assertThat(refused.headers().firstValue("retry-after")).isEmpty();
    assertThat(first).allMatch(response -> response.join().statusCode() == 200);
    assertThat(endpoint.send(client, "/validate", "hello").statusCode()).isEqualTo(200);
  }

  @Test
  void oneClientAloneDoesNotKeepOutOthers() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(2);
    endpoint.reviews =
        (body, within) -> {
          if (body.length > 5) {
            entered.countDown();
            TestingEndpoint.await(release);
          }
          return new Answer.Reviewed("done");
        };
    HttpClient greedy = endpoint.client("TLSv1.3", "127.0.0.2");
    String large = "x".repeat(8 * 1024 * 1024);
    List<CompletableFuture<HttpResponse<String>>> first =
        List.of(endpoint.sendAsync(greedy, large), endpoint.sendAsync(greedy, large));
    TestingEndpoint.await(entered);
    assertThat(endpoint.send(greedy, "/validate", "hello").statusCode()).isEqualTo(503);
    assertThat(endpoint.send(endpoint.client("TLSv1.3"), "/validate", "hello").statusCode())
        .isEqualTo(200);
    release.countDown();
    assertThat(first).allMatch(response -> response.join().statusCode() == 200);
  }

  @Test
  void clientsThatAnnounceLargeBodiesAndSendNothingKeepNobodyOut() throws Exception {
    List<SSLSocket> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SSLSocket socket =
          (SSLSocket)
              endpoint
                  .trusting()
                  .getSocketFactory()
                  .createSocket(
                      endpoint.server.address().getAddress(), endpoint.server.address().getPort());
      socket
          .getOutputStream()
          .write(
              "POST /validate HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n"
                  .getBytes(UTF_8));
      silent.add(socket);
    }
    assertThat(endpoint.send(endpoint.client("TLSv1.3"), "/validate", "hello").statusCode())
        .isEqualTo(200);
    for (SSLSocket each : silent) {
      each.setSoTimeout(20_000);
      // They are hung up on, with or without a word.
      assertThat(new String(each.getInputStream().readAllBytes(), UTF_8))
          .doesNotContain("HTTP/1.1 200");
      each.close();
    }
  }

  @Test
  void whileDrainingEveryAnswerClosesItsConnection() throws Exception {
    HttpClient client = endpoint.client("TLSv1.3");
    assertThat(endpoint.send(client, "/validate", "hello").headers().firstValue("connection"))
        .isEmpty();
    endpoint.server.drain();
    HttpResponse<String> response = endpoint.send(client, "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("connection")).contains("close");
  }

  @Test
  void stoppingFinishesWhatIsInFlight() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    endpoint.reviews =
        (body, within) -> {
          entered.countDown();
          TestingEndpoint.await(release);
          return new Answer.Reviewed("finished");
        };
    CompletableFuture<HttpResponse<String>> inFlight =
        endpoint.sendAsync(endpoint.client("TLSv1.3"), "hello");
    TestingEndpoint.await(entered);
    Thread stopping = Thread.ofVirtual().start(endpoint.server::stop);
    release.countDown();
    assertThat(inFlight.join().body()).isEqualTo("finished");
    stopping.join();
  }

  @Test
  void stoppingStillAnswersWhatComesOnAConnectionThatStands() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    endpoint.reviews =
        (body, within) -> {
          if (new String(body, UTF_8).equals("hold")) {
            entered.countDown();
            TestingEndpoint.await(release);
          }
          return new Answer.Reviewed("finished");
        };
    HttpClient standing = endpoint.client("TLSv1.3");
    endpoint.send(standing, "/validate", "hello");
    CompletableFuture<HttpResponse<String>> held =
        endpoint.sendAsync(endpoint.client("TLSv1.3"), "hold");
    TestingEndpoint.await(entered);
    Thread stopping = Thread.ofVirtual().start(endpoint.server::stop);
    HttpResponse<String> late = lateAnswer(standing);
    release.countDown();
    assertThat(late.statusCode()).isEqualTo(200);
    assertThat(held.join().body()).isEqualTo("finished");
    stopping.join();
  }

  /// The first answer that closes its connection: from there on the server is stopping.
  private HttpResponse<String> lateAnswer(HttpClient client) throws Exception {
    HttpResponse<String> response = endpoint.send(client, "/validate", "hello");
    while (response.headers().firstValue("connection").isEmpty()) {
      response = endpoint.send(client, "/validate", "hello");
    }
    return response;
  }
}
