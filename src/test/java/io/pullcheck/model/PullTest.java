package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PullTest {

  private static final NodePlacement ON_A_NODE =
      new NodePlacement("node-3", "", Map.of(), List.of(), Set.of(), "");

  // Each differs from the first one in one thing.
  private static final List<Pull> OTHERS =
      List.of(
          new Pull("a:2", secrets("shop", "ci"), NodePlacement.ANYWHERE, false),
          new Pull("a:1", secrets("till", "ci"), NodePlacement.ANYWHERE, false),
          new Pull("a:1", secrets("shop", "cd"), NodePlacement.ANYWHERE, false),
          new Pull("a:1", secrets("shop", "ci"), ON_A_NODE, false),
          new Pull("a:1", secrets("shop", "ci"), NodePlacement.ANYWHERE, true));

  private static Pull pull() {
    return new Pull("a:1", secrets("shop", "ci"), NodePlacement.ANYWHERE, false);
  }

  private static PullSecrets secrets(String namespace, String name) {
    return new PullSecrets(namespace, Stream.of(name).toList(), "");
  }

  @Test
  void twoThatSayTheSameAreEqual() {
    assertThat(pull()).isEqualTo(pull()).hasSameHashCodeAs(pull());
  }

  @Test
  void eachThingThatOneSaysTellsItFromOthers() {
    assertThat(OTHERS)
        .allSatisfy(other -> assertThat(pull()).isNotEqualTo(other))
        .allSatisfy(other -> assertThat(other).isNotEqualTo(pull()));
  }
}
