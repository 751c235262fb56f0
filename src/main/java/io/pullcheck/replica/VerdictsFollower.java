package io.pullcheck.replica;

import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.VerdictLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// Copies another replica's verdicts into this replica's inventory, by the stream that
/// [VerdictLine] describes. For one thread at a time.
public final class VerdictsFollower {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  // A verdict that arrives before its workload is dropped, so everything is copied again at times.
  private static final Duration FULL_COPY_PERIOD = Duration.ofMinutes(1);
  // In bytes. A verdict takes about 70 of them, compressed.
  private static final long LARGEST_BODY = 64L * 1024 * 1024;
  private static final BodyHandler<byte[]> BODY =
      BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_BODY);

  private final Inventory inventory;
  private final InstantSource clock;
  private final Duration longest;
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  private String leader = "";
  private String mark = "";
  private Instant lastFullCopy = Instant.MIN;

  /// @param longest how long the leader's whole answer may take
  public VerdictsFollower(Inventory inventory, InstantSource clock, Duration longest) {
    this.inventory = inventory;
    this.clock = clock;
    this.longest = longest;
  }

  /// Copies what has changed at the leader since the last copy. Blocks.
  ///
  /// @param address `host:port` of the leader's management endpoint
  /// @throws IOException if the leader does not answer, or not with verdicts
  public void copy(String address) throws IOException, InterruptedException {
    Instant now = clock.instant();
    boolean all = !address.equals(leader) || now.isAfter(lastFullCopy.plus(FULL_COPY_PERIOD));
    HttpResponse<byte[]> answer =
        fetch(request(address, all ? "" : "?" + VerdictLine.AFTER + "=" + mark));
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    adopt(answer);
    leader = address;
    mark = answer.headers().firstValue(VerdictLine.MARK_HEADER).orElse("");
    lastFullCopy = all ? now : lastFullCopy;
  }

  private static HttpRequest request(String address, String query) throws IOException {
    try {
      return HttpRequest.newBuilder(URI.create("http://" + address + VerdictLine.PATH + query))
          .header("Accept-Encoding", "gzip")
          .build();
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address", e);
    }
  }

  // The HTTP client's own timeout covers no more than the header of the answer, and a node that
  // dies
  // while it sends the body would be waited for without end.
  private HttpResponse<byte[]> fetch(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, BODY);
    try {
      return answer.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + longest.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private void adopt(HttpResponse<byte[]> answer) throws IOException {
    boolean gzip =
        answer.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
    InputStream body = new ByteArrayInputStream(answer.body());
    try (InputStream lines = gzip ? new GZIPInputStream(body) : body;
        MappingIterator<VerdictLine> each = json.readerFor(VerdictLine.class).readValues(lines)) {
      while (each.hasNext()) {
        VerdictLine line = each.next();
        Optional<PullStatus> status = line.status();
        status.ifPresent(known -> inventory.adopt(line.pull(), known));
      }
    } catch (JacksonException e) {
      throw new IOException("not verdicts", e);
    }
  }
}
