package io.pullcheck.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeepListTest {

  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);

  private static KeepList list() {
    KeepList.Builder list = new KeepList.Builder("docker.io");
    list.add("reg.io/shop/cart:v4.1", Optional.empty());
    list.add("reg.io/shop/cart:v4.1", Optional.of(B));
    list.add("reg.io/shop/cart:v4.1", Optional.of(A));
    list.add("reg.io/shop/cart:v9", Optional.empty());
    list.add("nginx", Optional.empty());
    list.add("reg.io/shopping/x:1@" + A, Optional.empty());
    list.add("NOT valid", Optional.empty());
    list.addDigests(Map.of("nginx:latest", Set.of(A), "reg.io/other:v1", Set.of(A)));
    return list.build();
  }

  @Test
  void textHasALineForEachTagAndEachDigestSortedAndOnce() {
    assertThat(KeepFormat.TEXT.write(list()).lines())
        .containsExactly(
            "docker.io/library/nginx:latest",
            "docker.io/library/nginx@" + A,
            "reg.io/shop/cart:v4.1",
            "reg.io/shop/cart:v9",
            "reg.io/shop/cart@" + A,
            "reg.io/shop/cart@" + B,
            "reg.io/shopping/x:1",
            "reg.io/shopping/x@" + A);
  }

  @Test
  void jsonSaysThatItIsWhole() {
    assertThat(KeepFormat.JSON.write(list().in("reg.io/shop")))
        .isEqualToIgnoringWhitespace(
            """
            {"complete": true, "images": [
              {"repository": "reg.io/shop/cart", "tag": "v4.1", "digests": ["%s", "%s"]},
              {"repository": "reg.io/shop/cart", "tag": "v9", "digests": []}]}
            """
                .formatted(A, B));
  }

  @Test
  void regexKeepsTheTagsOfARepositoryAndNoOthers() {
    String line =
        KeepFormat.REGEX.write(list().in("reg.io/shop")).lines().findFirst().orElseThrow();
    Pattern tags = Pattern.compile(line.substring(line.indexOf(' ') + 1));

    assertThat(line).isEqualTo("reg.io/shop/cart ^(?:v4\\.1|v9)$");
    assertThat(tags.matcher("v4.1").find()).isTrue();
    assertThat(tags.matcher("v9").find()).isTrue();
    assertThat(tags.matcher("v401").find()).isFalse();
    assertThat(tags.matcher("v4.1-rc").find()).isFalse();
    assertThat(tags.matcher("v99").find()).isFalse();
  }

  @Test
  void aRegexCannotKeepWhatIsNamedByItsDigestAlone() {
    KeepList.Builder list = new KeepList.Builder("docker.io");
    list.add("reg.io/shop/cart@" + A, Optional.empty());

    assertThat(KeepFormat.REGEX.cannotSay(list.build()))
        .containsExactly(
            "reg.io/shop/cart@"
                + A
                + " is named by its digest alone, which no expression of tags keeps");
    assertThat(KeepFormat.TEXT.cannotSay(list.build())).isEmpty();
  }

  @Test
  void aPrefixIsARepositoryOrAPathAboveIt() {
    assertThat(list().in("").images()).hasSize(4);
    assertThat(list().in("reg.io").images()).hasSize(3);
    assertThat(list().in("reg.io/shop/").images()).hasSize(2);
    assertThat(list().in("reg.io/shop/cart").images()).hasSize(2);
    assertThat(list().in("reg.io/sho").isEmpty()).isTrue();
  }
}
