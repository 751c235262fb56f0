package io.pullcheck.credentials.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.plugin.PluginOutcome.Answered;
import io.pullcheck.credentials.plugin.PluginOutcome.CacheKeyType;
import io.pullcheck.credentials.plugin.PluginOutcome.Failed;
import io.pullcheck.model.Credential;
import io.pullcheck.testing.TestingClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// As the kubelet's Test_getCachedCredentials and Test_NoCacheResponse.
final class PluginCacheTest {

  private static final int MOST = 1_000_000;

  private final TestingClock clock = new TestingClock();
  private final PluginCache cache = new PluginCache(clock, Duration.ofMinutes(10), MOST);

  @ParameterizedTest
  @CsvSource({
    "IMAGE, reg.io/a, true",
    "IMAGE, reg.io/b, false",
    "REGISTRY, reg.io/b, true",
    "REGISTRY, reg.io:443/a, false",
    "REGISTRY, other.io/a, false",
    "GLOBAL, other.io/a, true",
  })
  void anAnswerHoldsForWhatItSays(CacheKeyType type, String image, boolean held) {
    Answered answer = answer(type, Optional.empty());
    cache.put("reg.io/a", answer);

    assertThat(cache.get(image)).isEqualTo(held ? Optional.of(answer) : Optional.empty());
  }

  @Test
  void anAnswerForTheImageComesBeforeOneForItsRegistryBeforeOneForAll() {
    Answered image = answer(CacheKeyType.IMAGE, Optional.of(Duration.ofMinutes(1)));
    Answered registry = answer(CacheKeyType.REGISTRY, Optional.of(Duration.ofMinutes(2)));
    Answered global = answer(CacheKeyType.GLOBAL, Optional.of(Duration.ofMinutes(3)));
    cache.put("reg.io/a", global);
    cache.put("reg.io/a", registry);
    cache.put("reg.io/a", image);

    assertThat(cache.get("reg.io/a")).contains(image);
    clock.advance(Duration.ofSeconds(90));
    assertThat(cache.get("reg.io/a")).contains(registry);
    clock.advance(Duration.ofMinutes(1));
    assertThat(cache.get("reg.io/a")).contains(global);
    clock.advance(Duration.ofMinutes(1));
    assertThat(cache.get("reg.io/a")).isEmpty();
  }

  @Test
  void anAnswerHoldsAsLongAsItSaysOrElseAsConfigured() {
    cache.put("reg.io/a", answer(CacheKeyType.IMAGE, Optional.of(Duration.ofHours(12))));
    cache.put("reg.io/b", answer(CacheKeyType.IMAGE, Optional.empty()));

    clock.advance(Duration.ofMinutes(10));
    assertThat(cache.get("reg.io/b")).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(cache.get("reg.io/b")).isEmpty();
    assertThat(cache.get("reg.io/a")).isPresent();
  }

  @Test
  void anAnswerThatHoldsForNoTimeIsNotKept() {
    cache.put("reg.io/a", answer(CacheKeyType.IMAGE, Optional.of(Duration.ZERO)));
    PluginCache none = new PluginCache(clock, Duration.ZERO, MOST);
    none.put("reg.io/a", answer(CacheKeyType.IMAGE, Optional.empty()));

    assertThat(cache.get("reg.io/a")).isEmpty();
    assertThat(none.get("reg.io/a")).isEmpty();
    assertThat(cache.size() + none.size()).isZero();
  }

  @Test
  void whatNobodyAsksForAgainIsThrownAway() {
    for (int i = 0; i < 100; i++) {
      cache.put("reg.io/" + i, answer(CacheKeyType.IMAGE, Optional.empty()));
    }
    clock.advance(Duration.ofMinutes(16));
    cache.get("reg.io/other");

    assertThat(cache.size()).isZero();
  }

  @Test
  void itDoesNotGrowWithoutEnd() {
    DockerConfig large =
        new DockerConfig(
            List.of(new DockerConfig.Entry("reg.io", Credential.password("u", "p".repeat(4_000)))));
    for (int i = 0; i < 1_000; i++) {
      cache.put("reg.io/" + i, new Answered(CacheKeyType.IMAGE, Optional.empty(), large));
    }

    assertThat(cache.size()).isBetween(1, MOST / 4_000);
  }

  @Test
  void aPluginThatHangsIsLeftAloneByItsRegistryForHalfAMinuteUnlessThereIsAnAnswer() {
    Failed failure = new Failed("did not end within 60 s", CacheKeyType.REGISTRY);
    Answered answer = answer(CacheKeyType.IMAGE, Optional.empty());
    cache.put("reg.io/a", answer);
    cache.put("reg.io/b", failure);

    assertThat(cache.get("reg.io/c")).contains(failure);
    assertThat(cache.get("reg.io/a")).contains(answer);
    assertThat(cache.get("other.io/b")).isEmpty();
    clock.advance(Duration.ofSeconds(29));
    assertThat(cache.get("reg.io/b")).contains(failure);
    clock.advance(Duration.ofSeconds(1));
    assertThat(cache.get("reg.io/b")).isEmpty();
  }

  @Test
  void whatIsSaidOfOneImageHoldsForNoOther() {
    Failed failure = new Failed("exit status 1");
    cache.put("reg.io/b", failure);

    assertThat(cache.get("reg.io/b")).contains(failure);
    assertThat(cache.get("reg.io/a")).isEmpty();
  }

  private static Answered answer(CacheKeyType type, Optional<Duration> duration) {
    return new Answered(type, duration, new DockerConfig(List.of()));
  }
}
