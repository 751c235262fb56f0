package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.serve.StopSequence.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopSequenceTest {

  private final List<String> done = new ArrayList<>();

  @Test
  void runsItsStepsInOrder() {
    assertThat(new StopSequence(List.of(step("lease"), step("webhook"), step("client"))).run())
        .isTrue();

    assertThat(done).containsExactly("lease", "webhook", "client");
  }

  @Test
  void aStepThatFailsIsReportedAndTheRestStillCloses() {
    Step failing =
        new Step(
            "webhook",
            () -> {
              throw new IllegalStateException("cannot close");
            });

    assertThat(new StopSequence(List.of(step("lease"), failing, step("client"))).run()).isFalse();

    assertThat(done).containsExactly("lease", "client");
  }

  @Test
  void aWaitThatIsInterruptedIsCutShortAndTheRestStillCloses() {
    Step interrupted =
        new Step(
            "shutdown delay",
            () -> {
              throw new InterruptedException();
            });

    assertThat(new StopSequence(List.of(interrupted, step("client"))).run()).isFalse();

    assertThat(done).containsExactly("client");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private Step step(String part) {
    return new Step(part, () -> done.add(part));
  }
}
