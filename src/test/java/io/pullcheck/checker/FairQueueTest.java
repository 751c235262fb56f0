package io.pullcheck.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One namespace names ten new images a second on a registry that takes five checks a second: the
/// verdicts of another one grow little older than their interval. In logical time.
final class FairQueueTest {

  private static final Destination REGISTRY = new Destination("reg.example", "app");
  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final Duration CHECK = Duration.ofMillis(200);

  private final CheckQueue queue = new CheckQueue(32);
  private final Deque<QueuedPull> underWay = new ArrayDeque<>();
  private final Map<Pull, Instant> checked = new HashMap<>();
  private Instant now = TestingClock.START;

  @Test
  void aVictimsVerdictsStayYoung() {
    for (int i = 0; i < 20; i++) {
      queue.add(pull("victim", i), REGISTRY);
    }
    Duration oldest = Duration.ZERO;
    for (int step = 0; now.isBefore(TestingClock.START.plusSeconds(300)); step++) {
      queue.add(pull("flood", 2 * step), REGISTRY);
      queue.add(pull("flood", 2 * step + 1), REGISTRY);
      oneCheck();
      Duration age = oldest();
      oldest = age.compareTo(oldest) > 0 ? age : oldest;
    }

    assertThat(oldest).isLessThan(INTERVAL.plusSeconds(15));
  }

  @Test
  void aNamespaceHasNoMoreThanThreeQuartersOfWhatIsUnderWay() {
    for (int i = 0; i < 100; i++) {
      queue.add(pull("flood", i), REGISTRY);
    }
    assertThat(queue.take()).hasSize(24);

    queue.add(pull("victim", 1), REGISTRY);
    List<QueuedPull> taken = queue.take();
    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().pull.secrets().namespace()).isEqualTo("victim");
  }

  private void oneCheck() {
    queue.promoteDue(now);
    underWay.addAll(queue.take());
    now = now.plus(CHECK);
    QueuedPull done = underWay.removeFirst();
    checked.put(done.pull, now);
    queue.done(done, now.plus(INTERVAL));
  }

  private Duration oldest() {
    return checked.entrySet().stream()
        .filter(each -> each.getKey().secrets().namespace().equals("victim"))
        .map(each -> Duration.between(each.getValue(), now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static Pull pull(String namespace, int number) {
    return new Pull(
        "reg.example/app:" + number,
        new PullSecrets(namespace, List.of(), "default"),
        NodePlacement.ANYWHERE);
  }
}
