package io.pullcheck.notification;

import static io.pullcheck.testing.TestingWorkloads.pull;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Pull;
import io.pullcheck.notification.Notifications.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationsTest {

  private static final String DIGEST = "sha256:" + "1a".repeat(32);
  private static final String OTHER = "sha256:" + "2b".repeat(32);

  private final List<String> checked = new ArrayList<>();
  private final Map<String, String> digests = new HashMap<>();
  private final List<Runnable> later = new ArrayList<>();
  private boolean leads = true;
  private long now;
  private final RepositoryIndex index =
      new RepositoryIndex(
          NotificationsTest::references, pull -> Optional.ofNullable(digests.get(pull.image())));
  private final Notifications notifications =
      new Notifications(
          index,
          new Demands(
              pull -> leads && checked.add(pull.image()), (_, work) -> later.add(work), () -> now));

  // As `--image-mirror=origin.example.com=mirror.example.com/proxy` has it.
  private static List<ImageReference> references(String image) {
    return Stream.of(image, image.replace("origin.example.com", "mirror.example.com/proxy"))
        .distinct()
        .flatMap(name -> ImageReference.parse(name, "docker.io").stream())
        .toList();
  }

  private Outcome take(String host, String repository, String tag, String digest) {
    String body =
        """
        {"events": [{"action": "push", "request": {"host": "%s"},
                     "target": {"repository": "%s", "tag": "%s", "digest": "%s"}}]}
        """
            .formatted(host, repository, tag, digest);
    return notifications.take(body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reg.io  | shop/cart | v1 |      | reg.io/shop/cart:v1
          reg.io  | shop/cart | v2 |      | reg.io/shop/cart:v2
          reg.io  | shop/cart |    |      | reg.io/shop/cart:v1 reg.io/shop/cart:v2 reg.io/shop/cart@DIGEST
          reg.io  | shop/cart |    | DIGEST | reg.io/shop/cart:v1 reg.io/shop/cart@DIGEST
          reg.io  | shop/cart |    | OTHER  | reg.io/shop/cart:v1
          reg.io  | shop/cart | v3 | DIGEST | reg.io/shop/cart@DIGEST
          reg.io  | cart      | v1 |      |
          other.io | shop/cart | v1 |     | other.io/shop/cart:v1
          internal:5000 | shop/cart | v1 | | reg.io/shop/cart:v1 other.io/shop/cart:v1
                  | shop/cart | v1 |      | reg.io/shop/cart:v1 other.io/shop/cart:v1
          quay.io | shop/cart | v1 |      | quay.io/shop/cart:v1
          ghcr.io | shop/cart | v1 |      |
          registry-1.docker.io | library/nginx | 1 | | nginx:1
          internal:5000 | library/nginx | 1 | |
          origin.example.com | a/b | 1    |      | origin.example.com/a/b:1
          mirror.example.com | proxy/a/b | 1 |   | origin.example.com/a/b:1
          """)
  void exactlyThePullsConcernedAreChecked(
      String host, String repository, String tag, String digest, String expected) {
    List<String> images =
        List.of(
            "reg.io/shop/cart:v1",
            "reg.io/shop/cart:v2",
            "reg.io/shop/cart@" + DIGEST,
            "other.io/shop/cart:v1",
            "quay.io/shop/cart:v1",
            "nginx:1",
            "origin.example.com/a/b:1");
    images.forEach(image -> index.added(pull("shop", image)));
    digests.put("reg.io/shop/cart:v2", "sha256:" + "3c".repeat(32));

    take(host == null ? "" : host, repository, orEmpty(tag), named(orEmpty(digest)));

    assertThat(checked)
        .containsExactlyInAnyOrderElementsOf(
            expected == null
                ? List.of()
                : Stream.of(expected.split(" ")).map(NotificationsTest::named).toList());
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static String named(String text) {
    return text.replace("DIGEST", DIGEST).replace("OTHER", OTHER);
  }

  @Test
  void whatATagMeantLastIsConcernedByItsDigest() {
    index.added(pull("shop", "reg.io/shop/cart:v1"));
    digests.put("reg.io/shop/cart:v1", DIGEST);

    assertThat(take("reg.io", "shop/cart", "", OTHER)).isEqualTo(taken(0, 0));
    assertThat(take("reg.io", "shop/cart", "v9", DIGEST)).isEqualTo(taken(1, 0));
  }

  private static Outcome taken(int checks, int left) {
    return new Outcome.Taken(Source.DISTRIBUTION, checks, left);
  }

  @Test
  void anImageOfArtifactoryIsFoundBehindTheKeyOfAnyRepository() {
    List.of(
            "jfrog.example/docker/shop/cart:v1",
            "jfrog.example/shop/cart:v1",
            "jfrog.example/x/workshop/cart:v1")
        .forEach(image -> index.added(pull("shop", image)));
    String body =
        "{\"domain\":\"docker\",\"event_type\":\"deleted\",\"data\":{\"image_name\":\"shop/cart\",\"tag\":\"v1\"}}";

    assertThat(notifications.take(body.getBytes(UTF_8)))
        .isEqualTo(new Outcome.Taken(Source.ARTIFACTORY, 2, 0));
  }

  @Test
  void eachNamespaceHasAPullOfItsOwnAndWhatIsGoneIsNotChecked() {
    Pull one = pull("one", "reg.io/a:1");
    Pull two = pull("two", "reg.io/a:1");
    index.added(one);
    index.added(two);
    assertThat(take("reg.io", "a", "1", "")).isEqualTo(taken(2, 0));
    index.gone(one);
    assertThat(take("reg.io", "a", "1", "")).isEqualTo(taken(1, 0));
    index.gone(two);
    assertThat(take("reg.io", "a", "1", "")).isEqualTo(taken(0, 0));
  }

  /// distribution tells of a push before it sets the tag.
  @Test
  void whatIsToldOnceIsLookedAtTwice() {
    index.added(pull("shop", "reg.io/a:1"));

    assertThat(take("reg.io", "a", "1", "")).isEqualTo(taken(1, 0));
    assertThat(checked).hasSize(1);
    waitApart();
    assertThat(checked).hasSize(2);
    assertThat(later).isEmpty();

    assertThat(take("reg.io", "a", "1", "")).isEqualTo(taken(1, 0));
    assertThat(checked).hasSize(3);
  }

  private void waitApart() {
    now += Demands.APART.toNanos();
    later.removeFirst().run();
  }

  /// But after the last one a check comes that is later by as much as any.
  @Test
  void whoeverTellsTheSameAgainAndAgainCausesFewChecks() {
    index.added(pull("shop", "reg.io/a:1"));
    for (int i = 0; i < 1_000; i++) {
      assertThat(take("reg.io", "a", "1", "")).isEqualTo(taken(1, 0));
    }
    assertThat(checked).hasSize(1);
    assertThat(later).hasSize(1);
    waitApart();
    assertThat(checked).hasSize(2);
    waitApart();
    assertThat(checked).hasSize(3);
    assertThat(later).isEmpty();
  }

  /// Each hint of which a check comes takes from what all may cause together.
  @Test
  void whatIsKeptUnderWayByHintsIsBoundedToo() {
    IntStream.range(0, 1_000).forEach(i -> index.added(pull("shop", "reg.io/a:" + i)));
    for (int round = 0; round < 20; round++) {
      take("reg.io", "a", "", "");
      now += Demands.APART.toNanos() / 2;
      take("reg.io", "a", "", "");
      now += Demands.APART.toNanos() / 2;
      List<Runnable> due = List.copyOf(later);
      later.clear();
      due.forEach(Runnable::run);
      assertThat(later).hasSizeLessThanOrEqualTo(Demands.AT_ONCE + 100);
    }

    // 200 hints at once and 100 in each round after that, each good for one or two checks.
    assertThat(checked).hasSizeBetween(2_000, 2 * 2_200);
  }

  @Test
  void aFloodLeavesTheRestToTheSchedule() {
    IntStream.range(0, 1_000).forEach(i -> index.added(pull("shop", "reg.io/a:" + i)));

    assertThat(take("reg.io", "a", "", ""))
        .isEqualTo(taken(Demands.AT_ONCE, 1_000 - Demands.AT_ONCE));
    now += Duration.ofMinutes(1).toNanos();
    assertThat(take("reg.io", "a", "0", "")).isEqualTo(taken(1, 0));
  }

  @Test
  void whileNothingIsCheckedThatIsSaid() {
    index.added(pull("shop", "reg.io/a:1"));
    leads = false;
    assertThat(take("reg.io", "a", "1", "")).isEqualTo(taken(0, 1));
  }
}
