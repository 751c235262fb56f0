package io.pullcheck.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
  void theOnlyShardOwnsEverything() {
    assertThat(new Shard(0, 1).owns("library/nginx")).isTrue();
  }

  @Test
  void refusesAnIndexThatIsNone() {
    assertThatThrownBy(() -> new Shard(2, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
