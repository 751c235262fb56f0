package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamespaceSharesTest {

  private final NamespaceShares shares = new NamespaceShares(100);

  @Test
  void oneNamespaceHasHalfAndAllTogetherTheWhole() {
    assertThat(shares.replace("a", 0, 50)).isTrue();
    assertThat(shares.replace("a", 0, 1)).isFalse();
    assertThat(shares.replace("b", 0, 40)).isTrue();
    assertThat(shares.replace("c", 0, 11)).isFalse();
    assertThat(shares.replace("c", 0, 10)).isTrue();
  }

  @Test
  void whatIsGivenBackCanBeTakenAgainAndARefusalChangesNothing() {
    assertThat(shares.replace("a", 0, 50)).isTrue();
    assertThat(shares.replace("a", 50, 60)).isFalse();
    assertThat(shares.replace("a", 50, 20)).isTrue();
    assertThat(shares.replace("a", 0, 30)).isTrue();
    assertThat(shares.replace("a", 30, 0)).isTrue();
    assertThat(shares.replace("a", 20, 0)).isTrue();
    assertThat(shares.replace("b", 0, 50)).isTrue();
    assertThat(shares.replace("c", 0, 50)).isTrue();
  }
}
