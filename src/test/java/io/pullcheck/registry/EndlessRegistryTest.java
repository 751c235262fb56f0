package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.HostileServer.Out;
import io.pullcheck.registry.HostileServer.Script;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
              out.forever("a".repeat(1024));
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
              out.forever("X-Many: a\r\n".repeat(100));
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
              out.drip();
            });

    assertThat(check(server)).isEqualTo(silent(server));
    assertLeft(server);
  }

  @Test
  void aBodyThatDrips() throws Exception {
    HostileServer server =
        hostile(
            headThen(
                out -> {
                  out.head("HTTP/1.1 404 Not Found", "Content-Length: 1000");
                  out.drip();
                }));

    assertThat(check(server)).isEqualTo(silent(server));
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
                  out.forever("x".repeat(64 * 1024));
                }));

    assertThat(check(server)).isEqualTo(Unavailable.of(Reason.NOT_A_REGISTRY));
    assertLeft(server);
  }

  @Test
  void aGigabyteOfManifest() throws Exception {
    HostileServer server =
        hostile(
            headThen(
                out -> {
                  out.head(
                      "HTTP/1.1 200 OK",
                      "Content-Type: application/octet-stream",
                      "Content-Length: " + GIGABYTE);
                  out.forever("x".repeat(64 * 1024));
                }));

    assertThat(check(server)).isEqualTo(Unavailable.of(Reason.NOT_A_REGISTRY));
    assertLeft(server);
  }

  @ParameterizedTest
  @CsvSource({"404 Not Found, text/html", "200 OK, application/octet-stream"})
  void aGzipBomb(String status, String type) throws Exception {
    HostileServer server = hostile(headThen(out -> bomb(out, status, type)));

    long before = used();
    assertThat(check(server)).isInstanceOf(Unavailable.class);
    assertThat(used() - before).isLessThan(256L * 1024 * 1024);
    assertLeft(server);
  }

  @Test
  void aGzipBombForAToken() throws Exception {
    HostileServer server = hostile((_, out) -> bomb(out, "200 OK", "application/json"));
    ScriptedRegistry registry = scripted(_ -> realm("http://" + server.host() + "/token"));

    long before = used();
    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isEqualTo(
            new Unavailable(
                State.UNKNOWN_ERROR, Reason.TOKEN_MALFORMED, server.host() + ": HTTP 200"));
    assertThat(used() - before).isLessThan(256L * 1024 * 1024);
    assertLeft(server);
  }

  // Empty stored blocks: there is always more to read and never a byte of it.
  @Test
  void gzipThatHoldsNothing() throws Exception {
    HostileServer server =
        hostile(
            headThen(
                out -> {
                  out.head("HTTP/1.1 404 Not Found", "Content-Encoding: gzip", "Connection: close");
                  out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
                  while (true) {
                    out.write(new byte[] {0, 0, 0, (byte) 0xff, (byte) 0xff});
                  }
                }));

    assertThat(check(server)).isEqualTo(silent(server));
    Waiting.eventually(() -> server.gone() > 0);
  }

  @Test
  void interimAnswersForEver() throws Exception {
    HostileServer server =
        hostile(
            (_, out) -> {
              while (!Thread.interrupted()) {
                out.head("HTTP/1.1 103 Early Hints", "Link: </a>");
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
              }
            });

    assertThat(check(server)).isEqualTo(silent(server));
    assertLeft(server);
  }

  @Test
  void aHandshakeThatNeverComes() throws Exception {
    HostileServer server = hostile((_, _) -> LockSupport.park());
    RegistryClient client = client(List.of(), RegistryObserver.NONE);

    assertThat(
            client.check(
                attempt(server.host(), Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT))
        .isEqualTo(silent(server));
    Waiting.eventually(() -> server.gone() > 0);
  }

  // Each hop may take its time, but all of them together no more than the deadline.
  @Test
  void slowRedirects() throws Exception {
    HostileServer server =
        hostile(
            (_, out) -> {
              LockSupport.parkNanos(Duration.ofMillis(900).toNanos());
              out.head("HTTP/1.1 307 Moved", "Location: /v2/again", "Content-Length: 0");
            });

    assertThat(check(server)).isEqualTo(silent(server));
  }

  @Test
  void aChallengeAfterEveryToken() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.target().startsWith("/token")
                    ? Answer.json(200, "{\"access_token\":\"t\"}")
                    : Answer.of(401)
                        .with("WWW-Authenticate", challenge(asked) + ",error=\"invalid_token\""));

    assertThat(check(client(registry), registry, Candidates.of(ALICE)))
        .isEqualTo(
            new Unavailable(
                State.AUTHORIZATION_FAILURE,
                Reason.DENIED_OR_ABSENT,
                registry.host() + ": HTTP 401"));
    assertThat(registry.asked()).hasSizeLessThan(10);
  }

  private static Script headThen(Body body) {
    return (request, out) -> {
      if (request.startsWith("HEAD ")) {
        out.head("HTTP/1.1 405 Method Not Allowed", "Content-Length: 0");
      } else {
        body.write(out);
      }
    };
  }

  @FunctionalInterface
  private interface Body {
    void write(Out out) throws IOException, InterruptedException;
  }

  private static void bomb(Out out, String status, String type) throws IOException {
    out.head(
        "HTTP/1.1 " + status,
        "Content-Type: " + type,
        "Content-Encoding: gzip",
        "Connection: close");
    try (GZIPOutputStream bomb = new GZIPOutputStream(out.stream())) {
      byte[] zeros = new byte[1024 * 1024];
      for (long sent = 0; sent < 64L * GIGABYTE; sent += zeros.length) {
        bomb.write(zeros);
      }
    }
  }

  private static Answer realm(String realm) {
    return Answer.of(401).with("WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Verdict silent(HostileServer server) {
    return new Unavailable(
        State.REGISTRY_UNAVAILABLE, Reason.TIMEOUT, server.host() + ": no answer in time");
  }

  private Verdict check(HostileServer server) {
    return client(server.host(), RegistryObserver.NONE)
        .check(attempt(server.host(), Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT);
  }

  /// The connection is given up, and not read to its end.
  private static void assertLeft(HostileServer server) {
    Waiting.eventually(() -> server.gone() > 0);
    assertThat(server.written()).isLessThan(BUFFERS);
  }
}
