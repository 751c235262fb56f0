package io.pullcheck.web;

import io.pullcheck.inventory.Inventory;
import io.pullcheck.inventory.PullStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Copies another replica's verdicts into the own inventory, from its `/api/v1/verdicts`. Not safe
/// for use by several threads.
public final class VerdictsFollower {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration WHOLE = Duration.ofSeconds(10);
  // A verdict may come before the workload that it is about: everything is copied now and then.
  private static final Duration EVERYTHING = Duration.ofSeconds(30);
  private static final long MOST = 1_000_000;

  private final Inventory inventory;
  private final InstantSource clock;
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private String leader = "";
  private Instant everything = Instant.MIN;
  private Instant newest = Instant.MIN;

  public VerdictsFollower(Inventory inventory, InstantSource clock) {
    this.inventory = inventory;
    this.clock = clock;
  }

  /// Copies what the leader has found since the last time. Blocks for ten seconds at the most.
  ///
  /// @param address `host:port` of its management endpoint
  /// @throws IOException if it cannot be asked
  public void copy(String address) throws IOException, InterruptedException {
    Instant now = clock.instant();
    boolean all = !address.equals(leader) || now.isAfter(everything.plus(EVERYTHING));
    Instant latest = all ? Instant.MIN : newest;
    String query = latest.equals(Instant.MIN) ? "" : "?after=" + latest;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + VerdictsApi.PATH + query))
            .timeout(WHOLE)
            .build();
    HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      Iterator<String> each = lines.limit(MOST).iterator();
      while (each.hasNext()) {
        latest = later(latest, adopt(each.next()));
      }
    } catch (UncheckedIOException e) {
      throw new IOException("broken off", e);
    }
    leader = address;
    newest = latest;
    everything = all ? now : everything;
  }

  private Instant adopt(String line) throws IOException {
    try {
      VerdictLine verdict = json.readValue(line, VerdictLine.class);
      Optional<PullStatus> status = verdict.status();
      status.ifPresent(known -> inventory.adopt(verdict.pull(), known));
      return verdict.checked();
    } catch (JacksonException e) {
      throw new IOException("not a verdict", e);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
