package io.pullcheck.web.status;

import static io.pullcheck.testing.TestingClock.START;
import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.RecentChanges.Change;
import io.pullcheck.web.status.StatusPage.RegistryCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What stands around the rows: changes, the last day, registries in trouble; and how often what
/// costs something is done.
final class StatusPageTest {

  private static final Verdict THERE = new Verdict.Available(Optional.empty());
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Verdict SILENT = Verdict.Unavailable.of(Reason.TIMEOUT);

  private final TestingClock clock = new TestingClock();
  private final Inventory inventory = new Inventory(_ -> true);
  private final RecentChanges changes = new RecentChanges(inventory, StatusPageTest::registry);

  @Test
  void tellsWhatHasChangedTheNewestFirst() {
    inventory.replace(deployment("shop", "cart", "a.io/x", "b.io/y"));
    found("a.io/x", THERE);
    found("b.io/y", ABSENT);
    changes.follow();
    // It was not known before, and is not lost.
    assertThat(changes.list())
        .containsExactly(
            change(START, "b.io", "unchecked", "absent", "manifest_unknown", "b.io/y"));

    clock.advance(Duration.ofMinutes(6));
    found("b.io/y", THERE);
    changes.follow();
    changes.follow();
    assertThat(changes.list())
        .extracting(Change::from, Change::to)
        .containsExactly(tuple("absent", "available"), tuple("unchecked", "absent"));
  }

  @Test
  void anOutageIsOneEntry() {
    String[] images = IntStream.range(0, 200).mapToObj(i -> "a.io/x" + i).toArray(String[]::new);
    inventory.replace(deployment("shop", "cart", images));
    Stream.of(images).forEach(image -> found(image, THERE));
    changes.follow();
    for (String image : images) {
      clock.advance(Duration.ofSeconds(2));
      found(image, SILENT);
      changes.follow();
    }

    assertThat(changes.list())
        .singleElement()
        .satisfies(change -> assertThat(change.count()).isEqualTo(200))
        .satisfies(change -> assertThat(change.images()).hasSize(5))
        .satisfies(change -> assertThat(change.at()).isEqualTo(START.plusSeconds(2)));
  }

  @Test
  void keepsTheLastHundred() {
    for (int i = 0; i < 150; i++) {
      inventory.replace(deployment("shop", "cart" + i, "r" + i + ".io/x"));
      found("r" + i + ".io/x", ABSENT);
      changes.follow();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(changes.list()).hasSize(100);
    assertThat(changes.list().getFirst().registry()).isEqualTo("r149.io");
  }

  @Test
  void theDayIsSampledEveryFiveMinutesWithItsGaps() {
    UnavailableHistory history = new UnavailableHistory();
    assertThat(history.samples().unavailable()).isEmpty();
    history.add(START.plusSeconds(7), 1);
    history.add(START.plusSeconds(299), 8);
    history.add(START.plusSeconds(900), 3);

    assertThat(history.samples())
        .isEqualTo(
            new UnavailableHistory.Samples(
                Optional.of(START),
                300,
                List.of(Optional.of(1), Optional.empty(), Optional.empty(), Optional.of(3))));
    history.add(START.plus(Duration.ofHours(24)), 2);
    assertThat(history.samples().first()).contains(START.plusSeconds(900));
    assertThat(history.samples().unavailable()).hasSize(286).endsWith(Optional.of(2));
    history.add(START.plus(Duration.ofDays(9)), 5);
    assertThat(history.samples().unavailable()).containsExactly(Optional.of(5));
  }

  @Test
  void namesTheRegistriesThatCannotBeAskedAndWhatWaits() {
    inventory.replace(
        deployment("shop", "cart", "down.io/x", "down.io/y", "slow.io/x", "slow.io/y", "up.io/x"));
    found("down.io/x", THERE);
    found("slow.io/x", THERE);
    found("up.io/x", THERE);
    clock.advance(Duration.ofMinutes(2));
    found("down.io/x", SILENT);
    inventory.due(pull("shop", "slow.io/x"), START.plusSeconds(600));

    assertThat(
            troubles(
                Map.of(
                    "slow.io", new RegistryCondition(false, Duration.ofMinutes(5)),
                    "up.io", new RegistryCondition(true, Duration.ZERO))))
        .containsExactly(
            // A replica that has not asked it goes by the verdicts.
            new RegistryTrouble(
                "down.io",
                "down",
                Optional.of(START.plusSeconds(120)),
                Optional.empty(),
                Optional.of(Reason.TIMEOUT.summary()),
                2),
            new RegistryTrouble(
                "slow.io",
                "paused",
                Optional.empty(),
                Optional.of(START.plusSeconds(420)),
                Optional.empty(),
                1));
    found("down.io/x", THERE);
    assertThat(troubles(Map.of())).isEmpty();
  }

  @Test
  void theTableIsMadeAnewOnlyForChangesAndForATenthOfTheTime() {
    AtomicLong nanos = new AtomicLong();
    // Each look at the clock takes one.
    Tables tables =
        new Tables(
            inventory, TestingRescues.asking(StatusPageTest::registry), nanos::getAndIncrement);
    inventory.replace(deployment("shop", "cart", "a.io/x"));
    ImageTable first = tables.current();
    assertThat(first.findings()).hasSize(1);
    nanos.addAndGet(1_000);
    assertThat(tables.current()).isSameAs(first);

    inventory.replace(deployment("shop", "till", "a.io/y"));
    ImageTable second = tables.current();
    assertThat(second.findings()).hasSize(2);
    inventory.replace(deployment("shop", "more", "a.io/z"));
    assertThat(tables.current()).isSameAs(second);
    nanos.addAndGet(9);
    assertThat(tables.current().findings()).hasSize(3);
  }

  @Test
  void checksAreAskedForTenAtOnceAndThenOneInTwoSeconds() {
    AtomicLong nanos = new AtomicLong();
    CheckApi.Allowance allowance = new CheckApi.Allowance(10, Duration.ofSeconds(2), nanos::get);

    assertThat(IntStream.range(0, 20).filter(_ -> allowance.take()).count()).isEqualTo(10);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(IntStream.range(0, 20).filter(_ -> allowance.take()).count()).isEqualTo(2);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(allowance.take()).isTrue();
    nanos.addAndGet(Duration.ofDays(400).toNanos());
    assertThat(IntStream.range(0, 20).filter(_ -> allowance.take()).count()).isEqualTo(10);
  }

  @Test
  void noCellIsAFormula() {
    assertThat(
            CsvApi.line(
                Stream.of("a.io/x", "=HYPERLINK(\"http://e\")", "+1", "-1", "@x", "\ty", "＝1", "")))
        .isEqualTo(
            "\"a.io/x\",\"'=HYPERLINK(\"\"http://e\"\")\",\"'+1\",\"'-1\",\"'@x\",\"'\ty\","
                + "\"'＝1\",\"\"\r\n");
  }

  private List<RegistryTrouble> troubles(Map<String, RegistryCondition> conditions) {
    return RegistryTrouble.of(
        ImageTable.of(inventory.snapshot(), TestingRescues.asking(StatusPageTest::registry)),
        conditions,
        clock.instant());
  }

  private static Change change(
      Instant at, String registry, String from, String to, String reason, String image) {
    return new Change(
        at, registry, from, to, Optional.of(reason), Optional.of("not found"), List.of(image), 1);
  }

  private static String registry(String image) {
    return image.substring(0, image.indexOf('/'));
  }

  private void found(String image, Verdict verdict) {
    var _ = inventory.record(pull("shop", image), new CheckedVerdict(verdict, clock.instant()));
  }
}
