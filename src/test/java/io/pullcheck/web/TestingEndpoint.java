package io.pullcheck.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.tls.CertificateAuthority;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/// The endpoint on a free port, with a CA of its own, and clients that trust it.
final class TestingEndpoint implements AutoCloseable {

  final CertificateAuthority authority = CertificateAuthority.create(Instant.now());
  final ServingTls tls = new ServingTls();
  volatile WebhookEndpoint.Reviews reviews =
      (body, within) -> new Answer.Reviewed(new String(body, UTF_8) + " within " + within);
  private final List<HttpClient> clients = new ArrayList<>();
  final WebhookEndpoint server =
      new WebhookEndpoint(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          tls.context(),
          (body, within) -> reviews.answer(body, within),
          new ReviewTimeout(Duration.ofSeconds(2)));

  TestingEndpoint() {
    tls.use(authority.issue(List.of("localhost", "127.0.0.1"), Instant.now()));
    server.start();
  }

  @Override
  public void close() {
    clients.forEach(HttpClient::close);
    server.stop();
  }

  HttpResponse<String> send(HttpClient client, String path, String body)
      throws IOException, InterruptedException {
    return client.send(post(path, body), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> sendAsync(HttpClient client, String body) {
    return client.sendAsync(post("/validate", body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest post(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  URI uri(String path) {
    return URI.create("https://127.0.0.1:" + server.address().getPort() + path);
  }

  SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    trusted.setCertificateEntry("ca", authority.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  HttpClient client(String protocol) throws Exception {
    return client(protocol, "127.0.0.1");
  }

  /// @param from the client's address
  HttpClient client(String protocol, String from) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .localAddress(InetAddress.getByName(from))
            .sslContext(trusting())
            .sslParameters(new SSLParameters(null, new String[] {protocol}))
            .build();
    clients.add(client);
    return client;
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
