package io.pullcheck.replica;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.model.State;
import io.pullcheck.testing.Ports;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.TestingReplicas;
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

  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final String LINE =
      """
      {"image":"%s","namespace":"shop","pullSecrets":[],"serviceAccount":"default","os":[],\
      "architectures":[],"last":{"state":"absent","reason":"%s","at":"2026-03-01T12:00:00Z"}}
      """;

  private final TestingReplicas replicas = new TestingReplicas();

  @AutoClose
  private final ServerSocket leader =
      replicas
          .replica()
          .context()
          .getServerSocketFactory()
          .createServerSocket(0, 50, InetAddress.getLoopbackAddress());

  // A socket that nobody refers to any more may be closed by the garbage collector.
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final Inventory inventory = new Inventory(_ -> true);
  private final VerdictsFollower follower = follower(Duration.ofSeconds(30));

  StrangeLeaderTest() throws IOException {
    inventory.replace(deployment("shop", "cart", "known", "other"));
  }

  /// A node that dies answers nothing, and closes nothing either.
  @Test
  void oneThatFallsSilentInMidAnswerIsGivenUpAndTheNextOneIsCopied() throws Exception {
    // The first handshake of a process takes longer.
    answersWhole("");
    copy();
    VerdictsFollower impatient = follower(Duration.ofSeconds(2));
    answers("Content-Length: 9000\r\n\r\n" + LINE.formatted("other", "policy"));
    assertThatThrownBy(() -> impatient.copy(address()))
        .isInstanceOf(IOException.class)
        .hasMessage("no whole answer within 2000 ms");

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

  /// Else it would be newer than whatever is found until then.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'last':{'state':'absent','reason':'manifest_unknown','at':'FUTURE'}",
        "'last':{'state':'registry_unavailable','reason':'dns','at':'NOW'},"
            + "'lastConclusive':{'state':'absent','reason':'manifest_unknown','at':'FUTURE'}",
        "'last':{'state':'absent','reason':'manifest_unknown','at':'NOW'},'since':'FUTURE'",
        "'last':{'state':'available','at':'NOW'},'firstDenialAt':'FUTURE'",
      })
  void aTimeThatIsYetToComeIsNotBelieved(String times) throws Exception {
    String right = LINE.formatted("known", "manifest_unknown");
    String other = LINE.formatted("other", "manifest_unknown");
    answersWhole(line(times, "2999-01-01T00:00:00Z") + other);
    copy();
    assertThat(inventory.status(pull("shop", "known"))).contains(PullStatus.UNCHECKED);
    assertThat(inventory.status(pull("shop", "other")).flatMap(PullStatus::state))
        .contains(State.ABSENT);

    answersWhole(right);
    copy();
    assertThat(inventory.status(pull("shop", "known")).flatMap(PullStatus::state))
        .contains(State.ABSENT);
  }

  @Test
  void clocksMayDifferALittle() throws Exception {
    String ahead = TestingClock.START.plusSeconds(30).toString();
    answersWhole(line("'last':{'state':'available','at':'FUTURE'},'since':'FUTURE'", ahead));

    copy();

    assertThat(inventory.status(pull("shop", "known")).flatMap(PullStatus::state))
        .contains(State.AVAILABLE);
  }

  /// Else this replica, when it leads, would never check the pull.
  @Test
  void noPullIsLeftUncheckedForLongerThanAnInterval() throws Exception {
    answersWhole(
        line("'last':{'state':'available','at':'NOW'},'due':'FUTURE'", "2999-01-01T00:00:00Z"));

    copy();

    assertThat(inventory.status(pull("shop", "known")).flatMap(PullStatus::due))
        .contains(TestingClock.START.plus(INTERVAL));
  }

  private static String line(String times, String future) {
    String last = "\"last\":{\"state\":\"absent\",\"reason\":\"%s\",\"at\":\"NOW\"}";
    return LINE.replace(TestingClock.START.toString(), "NOW")
        .replace(last, times.replace("'", "\""))
        .formatted("known")
        .replace("NOW", TestingClock.START.toString())
        .replace("FUTURE", future);
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
    return new VerdictsFollower(
        inventory,
        new TestingClock(),
        replicas.replica()::clientContext,
        new VerdictsFollower.Limits(longest, INTERVAL));
  }

  private void answersWhole(String body) {
    answers("Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
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
