package io.pullcheck.replica;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.model.State;
import io.pullcheck.testing.Ports;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A standby whose leader dies, or is none.
final class StrangeLeaderTest {

  private static final String LINE =
      """
      {"image":"%s","namespace":"shop","pullSecrets":[],"serviceAccount":"default","os":[],\
      "architectures":[],"last":{"state":"absent","reason":"%s","at":"2026-03-01T12:00:00Z"}}
      """;

  @AutoClose
  private final ServerSocket leader = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  // A socket that nobody refers to any more may be closed by the garbage collector.
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final Inventory inventory = new Inventory(_ -> true);
  private final VerdictsFollower follower = follower(Duration.ofSeconds(15));

  StrangeLeaderTest() throws IOException {
    inventory.replace(deployment("shop", "cart", "known", "other"));
  }

  /// A node that dies answers nothing, and closes nothing either.
  @Test
  void oneThatFallsSilentInMidAnswerIsGivenUpAndTheNextOneIsCopied() throws Exception {
    VerdictsFollower impatient = follower(Duration.ofSeconds(1));
    answers("Content-Length: 9000\r\n\r\n" + LINE.formatted("other", "policy"));
    assertThatThrownBy(() -> impatient.copy(address()))
        .isInstanceOf(IOException.class)
        .hasMessage("no whole answer within 1000 ms");

    answersWhole(LINE.formatted("known", "manifest_unknown"));
    impatient.copy(address());
    assertThat(inventory.status(pull("shop", "known")).flatMap(PullStatus::state))
        .contains(State.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{}", "[1]", "{\"image\":null}", "{\"image\":"})
  void whatIsNoVerdictIsAnIoException(String body) {
    answersWhole(body);

    assertThatThrownBy(this::copy).isInstanceOf(IOException.class).hasMessage("not verdicts");
  }

  @Test
  void wordsOfALaterVersionAreLeftOut() throws Exception {
    String known = LINE.formatted("known", "manifest_unknown").replace("{", "{\"new\":1,");
    answersWhole(LINE.formatted("other", "haunted") + known);

    copy();

    assertThat(inventory.status(pull("shop", "known")).flatMap(PullStatus::state))
        .contains(State.ABSENT);
    assertThat(inventory.status(pull("shop", "other"))).contains(PullStatus.UNCHECKED);
  }

  @Test
  void anAddressThatIsNoneIsAnIoException() {
    assertThatThrownBy(() -> follower.copy("not an address:80"))
        .isInstanceOf(IOException.class)
        .hasMessage("not an address");
  }

  @Test
  void oneThatIsGoneIsAnIoException() {
    assertThatThrownBy(() -> follower.copy("127.0.0.1:" + Ports.free()))
        .isInstanceOf(IOException.class);
  }

  private void copy() throws IOException, InterruptedException {
    follower.copy(address());
  }

  private String address() {
    return "127.0.0.1:" + leader.getLocalPort();
  }

  private VerdictsFollower follower(Duration longest) {
    return new VerdictsFollower(inventory, new TestingClock(), longest);
  }

  private void answersWhole(String body) {
    answers("Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  // Once, and leaves the connection open.
  private void answers(String answer) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Socket client = leader.accept();
                connections.add(client);
                int _ = client.getInputStream().read(new byte[8192]);
                client
                    .getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\n" + answer).getBytes(StandardCharsets.US_ASCII));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
