package io.pullcheck.replica;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/// Hands on to the leader what only the leader can do, over the connection by which verdicts are
/// copied. For any thread.
public final class LeaderPost {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final Supplier<Optional<String>> leader;
  private final Supplier<SSLContext> tls;

  /// What the leader answered.
  public record Reply(int status, String body) {}

  /// @param leader `host:port` of the leader's TLS endpoint; nothing if no replica leads
  /// @param tls new contexts, which connect to replicas of ours alone, and show that we are one
  public LeaderPost(Supplier<Optional<String>> leader, Supplier<SSLContext> tls) {
    this.leader = leader;
    this.tls = tls;
  }

  /// Blocks until the leader has answered, for a few seconds at most.
  ///
  /// @throws IOException if there is no leader, or it does not answer
  public Reply send(String path, byte[] body) throws IOException {
    String address = leader.get().orElseThrow(() -> new IOException("no replica leads"));
    try (HttpClient http = client()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://" + address + path))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> answer = answer(http, request);
      return new Reply(answer.statusCode(), answer.body());
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address", e);
    }
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(LONGEST.dividedBy(2))
        .proxy(HttpClient.Builder.NO_PROXY)
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(tls.get())
        .build();
  }

  private static HttpResponse<String> answer(HttpClient http, HttpRequest request)
      throws IOException {
    try {
      return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
          .get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the leader does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      http.shutdownNow();
    }
  }
}
