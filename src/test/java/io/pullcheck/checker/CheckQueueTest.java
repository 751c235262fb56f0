package io.pullcheck.checker;

import static io.pullcheck.testing.TestingClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Pull;
import io.pullcheck.testing.TestingWorkloads;
import io.pullcheck.verdict.Destination;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckQueueTest {

  private final CheckQueue queue = new CheckQueue(2);

  @Test
  void ofEachHostOnlySoManyAreUnderWay() {
    add("a.io/x:1", "a.io/x:2", "a.io/x:3", "b.io/x:1");

    List<QueuedPull> first = queue.take();
    assertThat(images(first)).containsExactlyInAnyOrder("a.io/x:1", "a.io/x:2", "b.io/x:1");
    assertThat(queue.take()).isEmpty();

    queue.done(named("b.io/x:1", first), START);
    assertThat(queue.take()).isEmpty();

    queue.done(named("a.io/x:2", first), START);
    assertThat(images(queue.take())).containsExactly("a.io/x:3");
  }

  @Test
  void aPullIsReadyAgainWhenItIsDue() {
    add("a.io/x:1");
    queue.done(queue.take().getFirst(), START);

    queue.promoteDue(START.minusMillis(1));
    assertThat(queue.take()).isEmpty();

    queue.promoteDue(START);
    assertThat(images(queue.take())).containsExactly("a.io/x:1");
  }

  @Test
  void theNeverCheckedGoFirstThenThoseThatCameDueEarlier() {
    CheckQueue oneByOne = new CheckQueue(1);
    for (String image : List.of("a.io/x:1", "a.io/b:1")) {
      oneByOne.add(pull(image), destination(image));
      oneByOne.done(oneByOne.take().getFirst(), START.plusSeconds(image.contains("x") ? 0 : 20));
    }
    oneByOne.promoteDue(START);
    oneByOne.promoteDue(START.plusSeconds(20));
    oneByOne.add(pull("a.io/z:1"), destination("a.io/z:1"));

    assertThat(drain(oneByOne)).containsExactly("a.io/z:1", "a.io/x:1", "a.io/b:1");
  }

  @Test
  void dueImagesOfOneRepositoryAreTakenTogether() {
    CheckQueue oneByOne = new CheckQueue(1);
    for (String image : List.of("a.io/x:1", "a.io/y:1", "a.io/x:2", "a.io/y:2")) {
      oneByOne.add(pull(image), destination(image));
    }

    assertThat(drain(oneByOne)).containsExactly("a.io/x:1", "a.io/x:2", "a.io/y:1", "a.io/y:2");
  }

  @Test
  void aForgottenPullNeverComesBack() {
    add("a.io/x:1", "a.io/x:2", "a.io/x:3");
    List<QueuedPull> taken = queue.take();
    queue.done(named("a.io/x:1", taken), START);

    List.of("a.io/x:1", "a.io/x:2", "a.io/x:3").forEach(image -> queue.remove(pull(image)));
    queue.done(named("a.io/x:2", taken), START);
    queue.promoteDue(Instant.MAX);

    assertThat(queue.take()).isEmpty();
  }

  @Test
  void aForgottenPullGivesItsPlaceBack() {
    add("a.io/x:1", "a.io/x:2", "a.io/x:3");
    List<QueuedPull> taken = queue.take();
    queue.remove(pull("a.io/x:1"));

    queue.done(named("a.io/x:1", taken), START);

    assertThat(images(queue.take())).containsExactly("a.io/x:3");
  }

  @Test
  void aPullThatCameBackWhileItWasUnderWayIsThereOnce() {
    add("a.io/x:1");
    QueuedPull before = queue.take().getFirst();
    queue.remove(pull("a.io/x:1"));
    add("a.io/x:1");
    QueuedPull after = queue.take().getFirst();

    queue.done(before, START);
    queue.done(after, START);
    queue.promoteDue(START);

    assertThat(queue.take()).containsExactly(after);
  }

  @Test
  void anExpeditedPullIsReadyAtOnce() {
    add("a.io/x:1");
    queue.done(queue.take().getFirst(), Instant.MAX);

    queue.expedite(pull("a.io/x:1"));

    List<QueuedPull> taken = queue.take();
    assertThat(images(taken)).containsExactly("a.io/x:1");
    assertThat(taken.getFirst().unconditional).isTrue();
    queue.done(taken.getFirst(), Instant.MAX);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void aPullExpeditedWhileItIsUnderWayIsCheckedOnceMore() {
    add("a.io/x:1");
    QueuedPull taken = queue.take().getFirst();

    queue.expedite(pull("a.io/x:1"));
    assertThat(queue.take()).isEmpty();
    queue.done(taken, Instant.MAX);

    assertThat(images(queue.take())).containsExactly("a.io/x:1");
  }

  @Test
  void expeditingWhatIsNotThereDoesNothing() {
    queue.expedite(pull("a.io/x:1"));

    assertThat(queue.take()).isEmpty();
  }

  private void add(String... images) {
    for (String image : images) {
      queue.add(pull(image), destination(image));
    }
  }

  private static List<String> drain(CheckQueue queue) {
    return java.util.stream.Stream.generate(queue::take)
        .takeWhile(taken -> !taken.isEmpty())
        .flatMap(List::stream)
        .peek(taken -> queue.done(taken, Instant.MAX))
        .map(taken -> taken.pull.image())
        .toList();
  }

  private static QueuedPull named(String image, List<QueuedPull> taken) {
    return taken.stream()
        .filter(queued -> queued.pull.image().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> images(List<QueuedPull> taken) {
    return taken.stream().map(queued -> queued.pull.image()).toList();
  }

  private static Pull pull(String image) {
    return TestingWorkloads.pull("shop", image);
  }

  private static Destination destination(String image) {
    return new Destination(
        image.substring(0, image.indexOf('/')), image.substring(0, image.indexOf(':')));
  }
}
