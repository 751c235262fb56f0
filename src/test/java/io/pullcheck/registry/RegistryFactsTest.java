package io.pullcheck.registry;

import static io.pullcheck.registry.TestingImages.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.ScriptedRegistry.Asked;
import io.pullcheck.testing.TestingCallers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What was learned about a registry is asked anew after [RegistryFacts#LIFE], however often it was
/// used. (Sporadic answers: `mcr/sporadic-403-long-ago`.)
final class RegistryFactsTest extends ContentTesting {

  private static final Duration ALMOST = RegistryFacts.LIFE.minusSeconds(1);

  RegistryFactsTest() {
    checkTimeout = Duration.ofSeconds(30);
  }

  @Test
  void aConfirmedAnswerIsConfirmedAnew() throws IOException {
    ScriptedRegistry registry = scripted(_ -> Answer.json(404, UNKNOWN));
    RegistryClient client = client(registry);

    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    clock.advance(ALMOST);
    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    assertThat(methods(registry)).containsExactly("HEAD", "GET", "HEAD");

    clock.advance(Duration.ofSeconds(1));
    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    assertThat(methods(registry)).containsExactly("HEAD", "GET", "HEAD", "HEAD", "GET");
  }

  // The status stays the same: without an expiry the first reason would stay for ever.
  @Test
  void aRegistryThatWasBehindAnErrorPageIsBelievedAgain() throws IOException {
    AtomicReference<Answer> answer =
        new AtomicReference<>(Answer.of(404).with("Content-Type", "text/html"));
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.method().equals("GET") && answer.get().body().isEmpty()
                    ? new Answer(404, answer.get().headers(), "<html>")
                    : answer.get());
    RegistryClient client = client(registry);
    assertThat(check(client, registry, Candidates.ANONYMOUS))
        .isEqualTo(Unavailable.of(Reason.NOT_A_REGISTRY));

    answer.set(Answer.json(404, UNKNOWN));
    clock.advance(RegistryFacts.LIFE);
    assertThat(check(client, registry, Candidates.ANONYMOUS))
        .isEqualTo(Unavailable.of(Reason.MANIFEST_UNKNOWN));
  }

  @Test
  void aHostWhereHeadWasUnreliableIsAskedByHeadAgain() throws IOException {
    AtomicReference<Function<Asked, Answer>> script =
        new AtomicReference<>(
            asked -> asked.method().equals("HEAD") ? Answer.of(405) : Answer.manifest());
    ScriptedRegistry registry = scripted(asked -> script.get().apply(asked));
    RegistryClient client = client(registry);

    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    script.set(_ -> Answer.manifest());
    clock.advance(ALMOST);
    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    assertThat(methods(registry)).containsExactly("HEAD", "GET", "GET");

    clock.advance(Duration.ofSeconds(1));
    Verdict _ = check(client, registry, Candidates.ANONYMOUS);
    assertThat(methods(registry)).containsExactly("HEAD", "GET", "GET", "HEAD");
  }

  @Test
  void aChallengeIsAskedForAnewAlthoughItWasAnsweredAllTheTime() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.authorization().equals(ALICE_BASIC)
                    ? Answer.manifest()
                    : Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\""));
    RegistryClient client = client(registry);

    for (Duration pause : List.of(Duration.ZERO, ALMOST, Duration.ofSeconds(1))) {
      clock.advance(pause);
      assertThat(check(client, registry, Candidates.of(ALICE)))
          .isInstanceOf(Verdict.Available.class);
    }

    assertThat(registry.asked())
        .extracting(Asked::authorization)
        .containsExactly("", ALICE_BASIC, ALICE_BASIC, "", ALICE_BASIC);
  }

  @Test
  void aHostThatSpokePlainHttpIsAskedByHttpsAgain() throws IOException {
    List<String> codes = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread _ = Thread.ofVirtual().start(() -> serveWithoutTls(server));
      String host = "127.0.0.1:" + server.getLocalPort();
      // A loopback host may fall back to plain HTTP by itself.
      RegistryClient client = client(List.of(), observer(codes));

      Verdict _ =
          client.check(attempt(host, Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT);
      clock.advance(ALMOST);
      Verdict _ =
          client.check(attempt(host, Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT);
      assertThat(codes).containsExactly("tls", "200", "200");

      clock.advance(Duration.ofSeconds(1));
      Verdict _ =
          client.check(attempt(host, Candidates.ANONYMOUS), Keyring.EMPTY, TestingCallers.URGENT);
      assertThat(codes).containsExactly("tls", "200", "200", "tls", "200");
    }
  }

  /// Answers a TLS handshake by plain HTTP, as servers of Go do, and else with a manifest.
  private static void serveWithoutTls(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        boolean http = in.read() == 'H';
        for (String line = "-"; http && !line.isEmpty(); ) {
          line = Objects.requireNonNullElse(in.readLine(), "");
        }
        String answer =
            http
                ? "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nDocker-Content-Digest: "
                    + TestingImages.digest("")
                    + "\r\nContent-Type: "
                    + TestingImages.MANIFEST
                : "HTTP/1.1 400 Bad Request";
        byte[] bytes =
            (answer + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        // The test is over, or the client has gone.
      }
    }
  }

  @Test
  void whatADigestNamesIsReadOnceForAllTime() throws IOException {
    images.tag(images.index(entry(images.image("linux", "amd64", "layer"), "linux/amd64")));
    Asker asker = asker(Verification.LAYERS);
    Verdict _ = asker.check("linux/amd64");
    int first = asker.registry().asked().size();

    clock.advance(Duration.ofDays(30));
    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
    assertThat(methods(asker.registry()).subList(first, asker.registry().asked().size()))
        .containsOnly("HEAD");
  }
}
