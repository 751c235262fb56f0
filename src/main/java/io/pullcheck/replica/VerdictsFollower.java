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
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// Copies another replica's verdicts into this replica's inventory, by the stream that
/// [VerdictLine] describes. What a leader says is believed only from a replica of ours, and only as
/// far as it can be true: no verdict is from the future. For one thread at a time.
public final class VerdictsFollower {

  private static final Logger log = LoggerFactory.getLogger(VerdictsFollower.class);
  // A registry's host and a reason's detail are short: a longer text is none of ours.
  private static final int LONGEST_TEXT = 64 * 1024;
  // In bytes, unpacked.
  private static final long LONGEST_STREAM = 1024L * 1024 * 1024;
  // A verdict that arrives before its workload is dropped, so everything is copied again at times.
  private static final Duration FULL_COPY_PERIOD = Duration.ofMinutes(1);
  // In bytes. A verdict takes about 70 of them, compressed.
  private static final long LARGEST_BODY = 64L * 1024 * 1024;
  private static final BodyHandler<byte[]> BODY =
      BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_BODY);

  private final Inventory inventory;
  private final InstantSource clock;
  private final Limits limits;
  private final Supplier<SSLContext> tls;
  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(LONGEST_TEXT)
                          .maxDocumentLength(LONGEST_STREAM)
                          .build())
                  .build())
          .build();

  private String leader = "";
  private String mark = "";
  private Instant lastFullCopy = Instant.MIN;
  private boolean refusing;
  // A new one after each failure: a connection and a session that were opened before we had a
  // certificate would never show it.
  private @Nullable HttpClient http;

  /// What is believed of a leader.
  ///
  /// @param answer how long its whole answer may take, and to connect half of that
  /// @param interval no pull is left unchecked for longer, whatever the leader says: a later time
  ///   at which one is due is brought forward
  public record Limits(Duration answer, Duration interval) {}

  /// @param tls new contexts, which connect to replicas of ours alone, and show that we are one
  public VerdictsFollower(
      Inventory inventory, InstantSource clock, Supplier<SSLContext> tls, Limits limits) {
    this.inventory = inventory;
    this.clock = clock;
    this.limits = limits;
    this.tls = tls;
  }

  /// Copies what has changed at the leader since the last copy. Blocks.
  ///
  /// @param address `host:port` of the leader's TLS endpoint
  /// @throws IOException if the leader does not answer, or not with verdicts
  public void copy(String address) throws IOException, InterruptedException {
    boolean copied = false;
    try {
      copyNow(address);
      copied = true;
    } finally {
      if (!copied && http != null) {
        http.shutdownNow();
        http = null;
      }
    }
  }

  private void copyNow(String address) throws IOException, InterruptedException {
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
      return HttpRequest.newBuilder(URI.create("https://" + address + VerdictLine.PATH + query))
          .header("Accept-Encoding", "gzip")
          .build();
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address", e);
    }
  }

  // The HTTP client's own timeout covers no more than the header of the answer, and a node that
  // dies while it sends the body would be waited for without end.
  private HttpResponse<byte[]> fetch(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer = client().sendAsync(request, BODY);
    try {
      return answer.get(limits.answer().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + limits.answer().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private HttpClient client() {
    HttpClient open = http;
    if (open == null) {
      open =
          HttpClient.newBuilder()
              .connectTimeout(limits.answer().dividedBy(2))
              .proxy(HttpClient.Builder.NO_PROXY)
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(tls.get())
              .build();
      http = open;
    }
    return open;
  }

  private void adopt(HttpResponse<byte[]> answer) throws IOException {
    boolean gzip =
        answer.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent();
    InputStream body = new ByteArrayInputStream(answer.body());
    try (InputStream lines = gzip ? new GZIPInputStream(body) : body;
        MappingIterator<VerdictLine> each = json.readerFor(VerdictLine.class).readValues(lines)) {
      Instant now = clock.instant();
      int refused = 0;
      while (each.hasNext()) {
        refused += adopt(each.next(), now) ? 0 : 1;
      }
      report(refused);
    } catch (JacksonException e) {
      throw new IOException("not verdicts", e);
    }
  }

  // False if the line has a time that is yet to come. A status with words that this version does
  // not
  // know is left out without a word: the leader is newer.
  private boolean adopt(VerdictLine line, Instant now) {
    Optional<PullStatus> status = line.status();
    if (status.filter(known -> known.isAhead(now)).isPresent()) {
      return false;
    }
    status
        .map(known -> known.dueBy(now.plus(limits.interval())))
        .ifPresent(known -> inventory.adopt(line.pull(), known, now));
    return true;
  }

  // Logged when it begins, not every few seconds.
  private void report(int refused) {
    if (refused > 0 && !refusing) {
      log.atWarn()
          .addKeyValue("verdicts", refused)
          .addKeyValue("problem", "the leader's clock, or ours, is wrong")
          .log("verdicts of the leader are dated in the future and not copied");
    }
    refusing = refused > 0;
  }
}
