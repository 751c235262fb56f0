package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ExpiringCacheTest {

  private volatile Instant now = Instant.EPOCH;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger fetches = new AtomicInteger();

  @Test
  void anAnswerServesForItsLifetime() {
    ExpiringCache<String, String> cache = cache(key -> key + fetches.incrementAndGet());
    assertThat(cache.get("a")).isEqualTo("a1");
    pass(Duration.ofSeconds(59));
    assertThat(cache.get("a")).isEqualTo("a1");
    pass(Duration.ofSeconds(1));
    assertThat(cache.get("a")).isEqualTo("a2");
  }

  @Test
  void whoAsksMeanwhileWaitsForTheSameAnswer() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ExpiringCache<String, String> cache =
        cache(
            key -> {
              fetching.countDown();
              await(answer);
              return key + fetches.incrementAndGet();
            });
    CompletableFuture<String> first = ask(cache);
    fetching.await();
    CompletableFuture<String> second = ask(cache);
    Waiting.eventually(() -> asked.get() == 2);
    answer.countDown();
    assertThat(first.get()).isEqualTo("a1");
    assertThat(second.get()).isEqualTo("a1");
  }

  @Test
  void withoutANewAnswerTheLastOneServesOn() {
    ExpiringCache<String, String> cache = cache(this::failFromTheSecondOn);
    cache.get("a");
    pass(Duration.ofMinutes(30));
    assertThat(cache.get("a")).isEqualTo("a1");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void aFailureIsNotKept() {
    ExpiringCache<String, String> cache = cache(key -> failUntilTheSecond(key));
    assertThatThrownBy(() -> cache.get("a")).hasMessage("down");
    assertThat(cache.get("a")).isEqualTo("a2");
  }

  @Test
  void whoWaitedForAFailureGetsItToo() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ExpiringCache<String, String> cache =
        cache(
            _ -> {
              fetches.incrementAndGet();
              fetching.countDown();
              await(answer);
              pass(Duration.ofSeconds(10));
              throw new IllegalStateException("down");
            });
    CompletableFuture<String> first = ask(cache);
    fetching.await();
    CompletableFuture<String> second = ask(cache);
    Waiting.eventually(() -> asked.get() == 2);
    answer.countDown();
    assertThatThrownBy(first::get).hasRootCauseMessage("down");
    assertThatThrownBy(second::get).hasRootCauseMessage("down");
    assertThat(fetches).hasValue(1);
  }

  @Test
  void whatNobodyAsksForIsForgotten() {
    ExpiringCache<String, String> cache = cache(this::failFromTheSecondOn);
    cache.get("a");
    pass(Duration.ofMinutes(61));
    assertThatThrownBy(() -> cache.get("b")).hasMessage("down");
    assertThatThrownBy(() -> cache.get("a")).hasMessage("down");
  }

  @Test
  void ofAnswersThatAreTooLargeTogetherSomeAreForgotten() {
    ExpiringCache<String, String> cache =
        cache(key -> key + fetches.incrementAndGet() + "x".repeat(300_000));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10; i++) {
        var _ = cache.get("key" + i);
      }
    }
    assertThat(fetches).hasValueGreaterThanOrEqualTo(14);
  }

  @Test
  void ofTooManyKeysSomeAreForgotten() {
    ExpiringCache<String, String> cache = cache(key -> key + fetches.incrementAndGet());
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 15_000; i++) {
        var _ = cache.get("key" + i);
      }
    }
    assertThat(fetches).hasValueGreaterThanOrEqualTo(20_000);
  }

  private String failFromTheSecondOn(String key) {
    if (fetches.incrementAndGet() > 1) {
      throw new IllegalStateException("down");
    }
    return key + "1";
  }

  private String failUntilTheSecond(String key) {
    if (fetches.incrementAndGet() < 2) {
      throw new IllegalStateException("down");
    }
    return key + "2";
  }

  private ExpiringCache<String, String> cache(UnaryOperator<String> fetch) {
    return new ExpiringCache<>(
        fetch, _ -> Duration.ofMinutes(1), this::time, String::length, 1_000_000);
  }

  private static CompletableFuture<String> ask(ExpiringCache<String, String> cache) {
    return CompletableFuture.supplyAsync(() -> cache.get("a"), Thread::startVirtualThread);
  }

  private Instant time() {
    Instant time = now;
    asked.incrementAndGet();
    return time;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
