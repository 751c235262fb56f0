package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RoundsTest {

  @Test
  void aRoundThatThrowsIsNotTheLast() throws InterruptedException {
    CountDownLatch rounds = new CountDownLatch(3);
    Rounds failing =
        new Rounds(
            "test",
            () -> {
              rounds.countDown();
              throw new IllegalStateException("once more");
            });
    try (ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor()) {
      var _ = scheduler.scheduleWithFixedDelay(failing, 0, 1, TimeUnit.MILLISECONDS);
      assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
      scheduler.shutdownNow();
    }
  }
}
