package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pullcheck.admission.Answer;
import io.pullcheck.tls.SelfHandshake;
import io.pullcheck.tls.ServingTls;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEndpointTest {

  private final TestingEndpoint endpoint = new TestingEndpoint();

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aReviewIsAnsweredOverTls(String protocol) throws Exception {
    HttpResponse<String> response = endpoint.send(endpoint.client(protocol), "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).isEqualTo("hello within PT2S");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aClientThatWouldRatherHaveAesIsAnsweredInChaCha20(String protocol) throws Exception {
    HttpResponse<String> response = endpoint.send(endpoint.client(protocol), "/validate", "hello");
    assertThat(response.sslSession().orElseThrow().getCipherSuite()).contains("CHACHA20");
  }

  @Test
  void theApiServersTimeoutIsHeeded() throws Exception {
    assertThat(endpoint.send(endpoint.client("TLSv1.3"), "/validate?timeout=2s", "hello").body())
        .isEqualTo("hello within PT1S");
  }

  @Test
  void aMalformedReviewIsABadRequestWithOneLine() throws Exception {
    endpoint.reviews = (body, within) -> new Answer.Malformed("the review has no request");
    HttpResponse<String> response = endpoint.send(endpoint.client("TLSv1.3"), "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("the review has no request\n");
  }

  @Test
  void aBodyOfEightMebibytesIsReadAndALargerOneRefused() throws Exception {
    endpoint.reviews = (body, within) -> new Answer.Reviewed(String.valueOf(body.length));
    HttpClient client = endpoint.client("TLSv1.3");
    assertThat(endpoint.send(client, "/validate", "x".repeat(8 * 1024 * 1024)).body())
        .isEqualTo("8388608");
    assertThat(endpoint.send(client, "/validate", "x".repeat(8 * 1024 * 1024 + 1)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void nothingElseIsServed() throws Exception {
    HttpClient client = endpoint.client("TLSv1.3");
    assertThat(endpoint.send(client, "/", "hello").statusCode()).isEqualTo(404);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(endpoint.uri("/validate")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void anUnexpectedFailureShowsNoStackTrace() throws Exception {
    endpoint.reviews =
        (body, within) -> {
          throw new IllegalStateException("secret");
        };
    HttpResponse<String> response = endpoint.send(endpoint.client("TLSv1.3"), "/validate", "hello");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("internal error\n");
  }

  @Test
  void aNewCertificateIsShownToTheNextHandshake() throws Exception {
    assertThat(endpoint.send(endpoint.client("TLSv1.3"), "/validate", "hello").statusCode())
        .isEqualTo(200);
    endpoint.tls.use(endpoint.authority.issue(List.of("elsewhere.example"), Instant.now()));
    assertThat(
            catchThrowable(() -> endpoint.send(endpoint.client("TLSv1.3"), "/validate", "hello")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1");
    assertThat(new SelfHandshake(endpoint.tls).succeeds(endpoint.server.address())).isTrue();
  }

  @Test
  void withoutACertificateItIsNotReady() {
    assertThat(new SelfHandshake(new ServingTls()).succeeds(endpoint.server.address())).isFalse();
  }

  @Test
  void aHandshakeWithAnotherServerIsNoneWithOneself() {
    ServingTls other = new ServingTls();
    other.use(endpoint.authority.issue(List.of("localhost"), Instant.now()));
    assertThat(new SelfHandshake(other).succeeds(endpoint.server.address())).isFalse();
  }
}
