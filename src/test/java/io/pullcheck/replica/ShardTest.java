package io.pullcheck.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShardTest {

  @Test
  void eachRepositoryBelongsToOneShardAndEachShardHasSome() {
    List<Shard> shards = IntStream.range(0, 3).mapToObj(index -> new Shard(index, 3)).toList();

    List<Integer> owners =
        IntStream.range(0, 100)
            .mapToObj(i -> shards.stream().filter(shard -> shard.owns("team/app-" + i)).toList())
            .peek(owning -> assertThat(owning).hasSize(1))
            .map(owning -> owning.getFirst().index())
            .toList();

    assertThat(owners).contains(0, 1, 2);
  }

  @Test
  void oneShardMoreMovesItsShareAndNothingElse() {
    List<String> repositories =
        IntStream.range(0, 10_000).mapToObj(i -> "registry.example.com/team/app-" + i).toList();

    Map<Integer, Long> moved =
        repositories.stream()
            .filter(each -> owner(each, 3) != owner(each, 4))
            .collect(Collectors.groupingBy(each -> owner(each, 4), Collectors.counting()));

    assertThat(moved).containsOnlyKeys(3);
    assertThat(moved.get(3)).isBetween(2_300L, 2_700L);
  }

  private static int owner(String repository, int total) {
    return IntStream.range(0, total)
        .filter(index -> new Shard(index, total).owns(repository))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theOnlyShardOwnsEverything() {
    assertThat(new Shard(0, 1).owns("library/nginx")).isTrue();
  }

  @Test
  void refusesAnIndexThatIsNone() {
    assertThatThrownBy(() -> new Shard(2, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
