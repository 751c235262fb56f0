package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.serve.Heap.Use;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HeapTest {

  private static final long MEBIBYTE = 1L << 20;

  private Use use = use(0, 0);
  private Duration now = Duration.ofHours(1);
  private int collections;
  private final Heap heap = new Heap(() -> Optional.of(use), this::collect, () -> now);

  private static Use use(long used, long live) {
    return new Use(used * MEBIBYTE, live * MEBIBYTE, 100 * MEBIBYTE);
  }

  private Duration collect() {
    collections++;
    use = new Use(use.live(), use.live(), use.largest());
    now = now.plusMillis(100);
    return Duration.ofMillis(100);
  }

  @Test
  void isCollectedWhenHalfAsMuchAsLivesIsGarbage() {
    use = use(74, 50);
    heap.run();
    assertThat(collections).isZero();
    use = use(76, 50);
    heap.run();
    assertThat(collections).isEqualTo(1);
  }

  @Test
  void aLittleGarbageIsLeft() {
    use = use(12, 2);
    heap.run();
    assertThat(collections).isZero();
  }

  @Test
  void collectionsTakeAtMostAFiftiethOfTheTime() {
    use = use(90, 50);
    heap.run();
    use = use(90, 50);
    now = now.plusMillis(4_999);
    heap.run();
    assertThat(collections).isEqualTo(1);
    now = now.plusMillis(1);
    heap.run();
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void fullnessIsWhatLivesOfTheLargest() {
    use = use(90, 81);
    assertThat(heap.fullness()).isEqualTo(0.81);
  }

  @Test
  void theHeapOfAnotherCollectorIsLeftAlone() {
    Heap other = new Heap(Optional::empty, this::collect, () -> now);
    other.run();
    assertThat(collections).isZero();
    assertThat(other.fullness()).isZero();
  }
}
