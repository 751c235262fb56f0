package io.pullcheck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.tls.CertificateAuthority;
import io.pullcheck.tls.SelfHandshake;
import io.pullcheck.tls.ServingTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEndpointTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final CertificateAuthority authority = CertificateAuthority.create(Instant.now());
  private final ServingTls tls = new ServingTls();
  private volatile WebhookEndpoint.Reviews reviews =
      (body, within) -> new Answer.Reviewed(new String(body, UTF_8) + " within " + within);
  private final WebhookEndpoint endpoint =
      new WebhookEndpoint(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          tls.context(),
          (body, within) -> reviews.answer(body, within),
          new ReviewTimeout(TIMEOUT));

  @BeforeEach
  void start() {
    tls.use(authority.issue(List.of("localhost", "127.0.0.1"), Instant.now()));
    endpoint.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aReviewIsAnsweredOverTls(String protocol) throws Exception {
    HttpResponse<String> response = send(client(protocol), "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).isEqualTo("hello within PT2S");
  }

  @Test
  void theApiServersTimeoutIsHeeded() throws Exception {
    assertThat(send(client("TLSv1.3"), "/validate?timeout=2s", "hello").body())
        .isEqualTo("hello within PT1S");
  }

  @Test
  void aMalformedReviewIsABadRequestWithOneLine() throws Exception {
    reviews = (body, within) -> new Answer.Malformed("the review has no request");
    HttpResponse<String> response = send(client("TLSv1.3"), "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("the review has no request\n");
  }

  @Test
  void aBodyOfEightMebibytesIsReadAndALargerOneRefused() throws Exception {
    reviews = (body, within) -> new Answer.Reviewed(String.valueOf(body.length));
    HttpClient client = client("TLSv1.3");
    assertThat(send(client, "/validate", "x".repeat(8 * 1024 * 1024)).body()).isEqualTo("8388608");
    assertThat(send(client, "/validate", "x".repeat(8 * 1024 * 1024 + 1)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void nothingElseIsServed() throws Exception {
    HttpClient client = client("TLSv1.3");
    assertThat(send(client, "/", "hello").statusCode()).isEqualTo(404);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(uri("/validate")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void anUnexpectedFailureShowsNoStackTrace() throws Exception {
    reviews =
        (body, within) -> {
          throw new IllegalStateException("secret");
        };
    HttpResponse<String> response = send(client("TLSv1.3"), "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("internal error\n");
  }

  @Test
  void beyondTheCapAReviewIsRefusedAtOnceWithoutRetryAfter() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(8);
    reviews =
        (body, within) -> {
          entered.countDown();
          await(release);
          return new Answer.Reviewed("done");
        };
    HttpClient client = client("TLSv1.3");
    String large = "x".repeat(8 * 1024 * 1024);
    List<CompletableFuture<HttpResponse<String>>> first =
        IntStream.range(0, 8).mapToObj(i -> sendAsync(client, large)).toList();
    await(entered);
    HttpResponse<String> refused = send(client, "/validate", "hello");
    release.countDown();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("too many reviews are being answered\n");
    assertThat(refused.headers().firstValue("retry-after")).isEmpty();
    assertThat(first).allMatch(response -> response.join().statusCode() == 200);
    assertThat(send(client, "/validate", "hello").statusCode()).isEqualTo(200);
  }

  @Test
  void whileDrainingEveryAnswerClosesItsConnection() throws Exception {
    HttpClient client = client("TLSv1.3");
    assertThat(send(client, "/validate", "hello").headers().firstValue("connection")).isEmpty();
    endpoint.drain();
    HttpResponse<String> response = send(client, "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("connection")).contains("close");
  }

  @Test
  void stoppingFinishesWhatIsInFlight() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    reviews =
        (body, within) -> {
          entered.countDown();
          await(release);
          return new Answer.Reviewed("finished");
        };
    CompletableFuture<HttpResponse<String>> inFlight = sendAsync(client("TLSv1.3"), "hello");
    await(entered);
    Thread stopping = Thread.ofVirtual().start(endpoint::stop);
    release.countDown();
    assertThat(inFlight.join().body()).isEqualTo("finished");
    stopping.join();
  }

  @Test
  void aNewCertificateIsShownToTheNextHandshake() throws Exception {
    assertThat(send(client("TLSv1.3"), "/validate", "hello").statusCode()).isEqualTo(200);
    tls.use(authority.issue(List.of("elsewhere.example"), Instant.now()));
    assertThat(catchThrowable(() -> send(client("TLSv1.3"), "/validate", "hello")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1");
    assertThat(new SelfHandshake(tls).succeeds(endpoint.address())).isTrue();
  }

  @Test
  void withoutACertificateItIsNotReady() {
    assertThat(new SelfHandshake(new ServingTls()).succeeds(endpoint.address())).isFalse();
  }

  @Test
  void aHandshakeWithAnotherServerIsNoneWithOneself() {
    ServingTls other = new ServingTls();
    other.use(authority.issue(List.of("localhost"), Instant.now()));
    assertThat(new SelfHandshake(other).succeeds(endpoint.address())).isFalse();
  }

  private HttpResponse<String> send(HttpClient client, String path, String body)
      throws IOException, InterruptedException {
    return client.send(post(path, body), HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> sendAsync(HttpClient client, String body) {
    return client.sendAsync(post("/validate", body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest post(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private URI uri(String path) {
    return URI.create("https://127.0.0.1:" + endpoint.address().getPort() + path);
  }

  private HttpClient client(String protocol) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    trusted.setCertificateEntry("ca", authority.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(context)
        .sslParameters(new SSLParameters(null, new String[] {protocol}))
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
