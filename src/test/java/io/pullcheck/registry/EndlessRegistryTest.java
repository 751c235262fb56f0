package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.image.Candidates;
import io.pullcheck.image.Keyring;
import io.pullcheck.image.Reason;
import io.pullcheck.image.State;
import io.pullcheck.image.Urgency;
import io.pullcheck.image.Verdict;
import io.pullcheck.image.Verdict.Unavailable;
import io.pullcheck.registry.HostileServer.Out;
import io.pullcheck.registry.HostileServer.Script;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Registries that never come to an end. The client's deadline is two seconds; a test that hangs is
/// ended by JUnit.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndlessRegistryTest extends RegistryClientTesting {

  // What fits into the sockets' buffers, beyond what is read on purpose.
  private static final long BUFFERS = 16L * 1024 * 1024;
  private static final int GIGABYTE = 1024 * 1024 * 1024;

  @Test
  void oneHeaderWithoutAnEnd() throws Exception {
    HostileServer server =
        hostile(
            (_, out) -> {
              out.write("HTTP/1.1 200 OK\r\nX-Long: ");
              forever(out, "a".repeat(1024));
            });

    assertThat(check(server)).isInstanceOf(Unavailable.class);
    assertLeft(server);
  }

  @Test
  void headersWithoutAnEnd() throws Exception {
    HostileServer server =
        hostile(
            (_, out) -> {
              out.write("HTTP/1.1 200 OK\r\n");
              forever(out, "X-Many: a\r\n".repeat(100));
            });

    assertThat(check(server)).isInstanceOf(Unavailable.class);
    assertLeft(server);
  }

  @Test
  void headersThatDrip() throws Exception {
    HostileServer server =
        hostile(
            (_, out) -> {
              out.write("HTTP/1.1 200 OK\r\nX-Slow: ");
              drip(out);
            });

    assertThat(check(server)).isEqualTo(Unavailable.of(Reason.TIMEOUT));
    assertLeft(server);
  }

  @Test
  void aBodyThatDrips() throws Exception {
    HostileServer server =
        hostile(
            headThen(
                out -> {
                  out.head("HTTP/1.1 404 Not Found", "Content-Length: 1000");
                  drip(out);
                }));

    assertThat(check(server)).isEqualTo(Unavailable.of(Reason.TIMEOUT));
    assertLeft(server);
  }

  @Test
  void aGigabyteOfBody() throws Exception {
    HostileServer server =
        hostile(
            headThen(
                out -> {
                  out.head(
                      "HTTP/1.1 404 Not Found",
                      "Content-Type: text/html",
                      "Content-Length: " + GIGABYTE);
                  forever(out, "x".repeat(64 * 1024));
                }));

    assertThat(check(server)).isEqualTo(Unavailable.of(Reason.NOT_A_REGISTRY));
    assertLeft(server);
  }

  @Test
  void aGzipBomb() throws Exception {
    HostileServer server =
        hostile(
            headThen(
                out -> {
                  out.head(
                      "HTTP/1.1 404 Not Found",
                      "Content-Type: text/html",
                      "Content-Encoding: gzip",
                      "Connection: close");
                  try (GZIPOutputStream bomb = new GZIPOutputStream(out.stream())) {
                    byte[] zeros = new byte[1024 * 1024];
                    for (long sent = 0; sent < 64L * GIGABYTE; sent += zeros.length) {
                      bomb.write(zeros);
                    }
                  }
                }));

    long before = used();
    assertThat(check(server)).isInstanceOf(Unavailable.class);
    assertThat(used() - before).isLessThan(256L * 1024 * 1024);
    assertLeft(server);
  }

  @Test
  void aChallengeAfterEveryToken() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.target().startsWith("/token")
                    ? Answer.json(200, "{\"token\":\"t\"}")
                    : Answer.of(401)
                        .with("WWW-Authenticate", challenge(asked) + ",error=\"invalid_token\""));

    assertThat(check(client(registry), registry, Candidates.of(ALICE)))
        .isEqualTo(Unavailable.of(Reason.DENIED_OR_ABSENT));
    assertThat(registry.asked()).hasSizeLessThan(10);
  }

  @Test
  void whatOneRegistryDoesDelaysNoOther() throws Exception {
    HostileServer silent = hostile((_, out) -> drip(out));
    ScriptedRegistry good = scripted(_ -> Answer.manifest());
    RegistryClient client =
        client(Map.of(silent.host(), plain(), good.host(), plain()), RegistryObserver.NONE);
    List<CompletableFuture<Verdict>> held = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      held.add(
          CompletableFuture.supplyAsync(
              () ->
                  client.check(
                      attempt(silent.host(), Candidates.ANONYMOUS), Keyring.EMPTY, Urgency.RECHECK),
              task -> Thread.ofVirtual().start(task)));
    }

    for (int i = 0; i < 20; i++) {
      assertThat(check(client, good, Candidates.ANONYMOUS)).isInstanceOf(Verdict.Available.class);
    }

    assertThat(held).noneMatch(CompletableFuture::isDone);
    for (CompletableFuture<Verdict> each : held) {
      assertThat(each.get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Unavailable.class,
              verdict -> assertThat(verdict.state()).isEqualTo(State.REGISTRY_UNAVAILABLE));
    }
  }

  private static Script headThen(Body body) {
    return (request, out) -> {
      if (request.startsWith("HEAD ")) {
        out.head("HTTP/1.1 404 Not Found", "Content-Length: 0");
      } else {
        body.write(out);
      }
    };
  }

  @FunctionalInterface
  private interface Body {
    void write(Out out) throws IOException, InterruptedException;
  }

  private static void forever(Out out, String text) throws IOException {
    for (long sent = 0; sent < 4L * GIGABYTE; sent += text.length()) {
      out.write(text);
    }
  }

  private static void drip(Out out) throws IOException, InterruptedException {
    while (!Thread.interrupted()) {
      out.write("a");
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private HostileServer hostile(Script script) throws IOException {
    HostileServer server = new HostileServer(script);
    open.add(server);
    return server;
  }

  private Verdict check(HostileServer server) {
    return client(server.host(), RegistryObserver.NONE)
        .check(attempt(server.host(), Candidates.ANONYMOUS), Keyring.EMPTY, Urgency.URGENT);
  }

  /// The connection is given up, and not read to its end.
  private static void assertLeft(HostileServer server) {
    Waiting.eventually(() -> server.gone() > 0);
    assertThat(server.written()).isLessThan(BUFFERS);
  }
}
