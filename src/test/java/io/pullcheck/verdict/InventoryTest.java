package io.pullcheck.verdict;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.id;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {

  private static final CheckedVerdict AVAILABLE =
      new CheckedVerdict(new Verdict.Available(Optional.empty()), TestingClock.START);

  private final Inventory inventory = new Inventory(image -> !image.startsWith("ignored/"));
  private final List<String> heard = new ArrayList<>();

  private final PullListener listener =
      new PullListener() {
        @Override
        public void added(Pull pull) {
          heard.add("+" + pull.image());
        }

        @Override
        public void gone(Pull pull) {
          heard.add("-" + pull.image());
        }

        @Override
        public void credentialsChanged(Pull pull) {
          heard.add("*" + pull.image());
        }
      };

  @Test
  void aPullComesWithItsFirstWorkloadAndGoesWithItsLast() {
    inventory.listen(listener);

    inventory.replace(deployment("shop", "cart", "nginx", "redis"));
    inventory.replace(deployment("shop", "till", "nginx"));
    inventory.remove(id("shop", "cart"));
    assertThat(heard).containsExactly("+nginx", "+redis", "-redis");

    inventory.remove(id("shop", "till"));
    assertThat(heard).containsExactly("+nginx", "+redis", "-redis", "-nginx");
    assertThat(inventory.snapshot()).isEqualTo(Snapshot.EMPTY);
  }

  @Test
  void aListenerFirstHearsOfWhatIsThere() {
    inventory.replace(deployment("shop", "cart", "nginx"));

    inventory.listen(listener);

    assertThat(heard).containsExactly("+nginx");
  }

  @Test
  void replacingAndRemovingAreIdempotent() {
    inventory.listen(listener);
    inventory.replace(deployment("shop", "cart", "nginx", "nginx"));
    inventory.record(pull("shop", "nginx"), AVAILABLE);

    inventory.replace(deployment("shop", "cart", "nginx", "nginx"));
    assertThat(inventory.status(pull("shop", "nginx")).flatMap(PullStatus::state))
        .contains(State.AVAILABLE);

    inventory.remove(id("shop", "cart"));
    inventory.remove(id("shop", "cart"));
    assertThat(heard).containsExactly("+nginx", "-nginx");
  }

  @Test
  void anImageThatAWorkloadKeepsKeepsItsVerdict() {
    inventory.replace(deployment("shop", "cart", "nginx", "redis"));
    inventory.record(pull("shop", "nginx"), AVAILABLE);
    inventory.listen(listener);
    heard.clear();

    inventory.replace(deployment("shop", "cart", "nginx", "valkey"));

    assertThat(heard).containsExactly("+valkey", "-redis");
    assertThat(inventory.snapshot().pulls())
        .containsOnlyKeys(pull("shop", "nginx"), pull("shop", "valkey"));
    assertThat(inventory.snapshot().pulls().get(pull("shop", "nginx")).last()).contains(AVAILABLE);
  }

  @Test
  void itKnowsSomethingFromTheFirstVerdictUntilTheLastPullGoes() {
    inventory.replace(deployment("shop", "cart", "nginx", "redis"));
    assertThat(inventory.knowsAnything()).isFalse();
    inventory.record(pull("shop", "nginx"), AVAILABLE);
    assertThat(inventory.knowsAnything()).isTrue();
    inventory.remove(id("shop", "cart"));
    assertThat(inventory.knowsAnything()).isFalse();
  }

  @Test
  void aVerdictOfAPullThatIsGoneIsDropped() {
    assertThat(inventory.record(pull("shop", "nginx"), AVAILABLE)).isEmpty();
    assertThat(inventory.snapshot().pulls()).isEmpty();
  }

  @Test
  void ignoredImagesAreNotThere() {
    inventory.replace(deployment("shop", "cart", "ignored/nginx", "redis"));
    inventory.replace(deployment("shop", "till", "ignored/nginx"));

    Snapshot snapshot = inventory.snapshot();
    assertThat(snapshot.pulls()).containsOnlyKeys(pull("shop", "redis"));
    assertThat(snapshot.workloads())
        .singleElement()
        .satisfies(workload -> assertThat(workload.images()).hasSize(1));
  }

  @Test
  void aWorkloadWhoseImagesAreAllIgnoredNowIsGone() {
    inventory.replace(deployment("shop", "cart", "redis"));

    inventory.replace(deployment("shop", "cart", "ignored/redis"));

    assertThat(inventory.snapshot()).isEqualTo(Snapshot.EMPTY);
  }

  @Test
  void changedCredentialsAreToldForThePullsOfTheirNamespace() {
    inventory.replace(deployment("shop", "cart", "nginx", "redis"));
    inventory.replace(deployment("bank", "till", "valkey"));
    inventory.listen(listener);
    heard.clear();

    inventory.credentialsChanged("shop", TestingClock.START);
    assertThat(heard).containsExactly("*nginx", "*redis");
    assertThat(inventory.credentialsChangedAt("shop")).isEqualTo(TestingClock.START);
    assertThat(inventory.credentialsChangedAt("bank")).isBefore(TestingClock.START);

    inventory.remove(id("shop", "cart"));
    heard.clear();
    inventory.credentialsChanged("shop", TestingClock.START);
    inventory.credentialsChanged("nowhere", TestingClock.START);
    assertThat(heard).isEmpty();
  }

  @Test
  void aSnapshotStaysAsItWasAndIsTheSameWhileNothingChanges() {
    inventory.replace(deployment("shop", "cart", "nginx"));
    Snapshot before = inventory.snapshot();
    assertThat(inventory.snapshot()).isSameAs(before);

    inventory.record(pull("shop", "nginx"), AVAILABLE);

    assertThat(before.pulls().get(pull("shop", "nginx"))).isEqualTo(PullStatus.UNCHECKED);
    assertThat(inventory.snapshot().pulls().get(pull("shop", "nginx")).state())
        .contains(State.AVAILABLE);
  }

  @Test
  void keepsWhenAPullIsDue() {
    inventory.replace(deployment("shop", "cart", "nginx"));

    inventory.due(pull("shop", "nginx"), TestingClock.START);

    assertThat(inventory.status(pull("shop", "nginx")).flatMap(PullStatus::due))
        .contains(TestingClock.START);
  }

  @Test
  void aChangeOfStateIsToldForEachWorkloadAndAFirstAvailableIsNoNews() {
    List<String> changes = new ArrayList<>();
    Inventory telling =
        new Inventory(
            image -> true,
            (workload, image, now) ->
                changes.add(workload.id().name() + " " + image.container() + " " + words(now)));
    telling.replace(deployment("shop", "cart", "nginx"));
    telling.replace(deployment("shop", "till", "nginx", "redis"));
    Pull nginx = pull("shop", "nginx");

    telling.record(nginx, AVAILABLE);
    telling.record(nginx, AVAILABLE);
    assertThat(changes).isEmpty();

    CheckedVerdict down =
        new CheckedVerdict(Verdict.Unavailable.of(Reason.CONNECT), TestingClock.START);
    telling.record(nginx, down);
    telling.record(nginx, down);
    assertThat(changes).hasSize(2).allMatch(change -> change.endsWith("connect"));

    telling.record(nginx, AVAILABLE);
    assertThat(changes).hasSize(4);
    telling.record(pull("shop", "redis"), down);
    assertThat(changes).hasSize(5).last().asString().startsWith("till");
  }

  /// Counted in bytes: a snapshot of that many workloads takes more than a megabyte.
  @Test
  void aChangeOfStateCostsWhatItIsAboutHoweverManyWorkloadsThereAre() {
    List<String> changes = new ArrayList<>();
    Inventory large =
        new Inventory(image -> true, (workload, _, _) -> changes.add(workload.id().name()));
    for (int i = 0; i < 20_000; i++) {
      large.replace(deployment("shop", "app-" + i, "app:" + i));
    }
    large.replace(deployment("shop", "canary", "app:7", "redis"));
    CheckedVerdict absent =
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), TestingClock.START);
    large.record(pull("shop", "app:6"), absent);
    Snapshot _ = large.snapshot();
    changes.clear();

    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    large.record(pull("shop", "app:7"), absent);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(changes).containsExactlyInAnyOrder("app-7", "canary");
    assertThat(allocated).isLessThan(100_000);
  }

  private static String words(Verdict verdict) {
    return verdict instanceof Verdict.Unavailable unavailable ? unavailable.reason().word() : "";
  }
}
