package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ListsFirstTest {

  private final AtomicBoolean read = new AtomicBoolean();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final ListsFirst lists = new ListsFirst(read::get, nanos::get);

  @Test
  void theyAreOverWhenAllAreRead() {
    assertThat(lists.over()).isFalse();
    read.set(true);
    assertThat(lists.over()).isTrue();
  }

  @Test
  void theyAreNotWaitedForLongerThanTenSeconds() {
    nanos.addAndGet(9_999_999_999L);
    assertThat(lists.over()).isFalse();
    nanos.addAndGet(1);
    assertThat(lists.over()).isTrue();
  }
}
