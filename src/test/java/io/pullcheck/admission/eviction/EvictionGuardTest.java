package io.pullcheck.admission.eviction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.admission.Evictions.Outcome;
import io.pullcheck.admission.Evictions.Request;
import io.pullcheck.admission.ImageFindings;
import io.pullcheck.config.EvictionMode;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingVerdicts;
import io.pullcheck.workload.ApiJson;
import io.pullcheck.workload.PrunedObject;
import io.pullcheck.workload.WorkloadObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.ObjectReadContext;

class EvictionGuardTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration HOLD = Duration.ofMinutes(30);
  private static final String OWNED =
      "\"ownerReferences\": [{\"apiVersion\": \"apps/v1\", \"kind\": \"ReplicaSet\", \"controller\": true}]";
  private static final String GONE = "{\"name\": \"main\", \"image\": \"reg.io/a:gone\"}";

  private final TestingVerdicts verdicts = new TestingVerdicts(NOW);
  private final List<String> decisions = new ArrayList<>();
  private EvictionMode usual = EvictionMode.HOLD;
  private Supplier<CompletableFuture<Optional<EvictionMode>>> modes =
      () -> CompletableFuture.completedFuture(Optional.of(usual));
  private Supplier<CompletableFuture<Optional<WorkloadObject>>> pods =
      () -> CompletableFuture.completedFuture(Optional.of(pod("u1", OWNED, "Running", GONE)));
  private Duration hold = HOLD;
  private Instant now = NOW;
  private Optional<EvictionGuard> guard = Optional.empty();

  private static WorkloadObject pod(String uid, String metadata, String phase, String container) {
    String json =
        """
        {"metadata": {"namespace": "shop", "name": "cart-0", "uid": "%s", %s},
         "spec": {"nodeName": "node-1", "containers": [%s]}, "status": {"phase": "%s"}}
        """
            .formatted(uid, metadata, container, phase);
    try (var parser =
        ApiJson.FACTORY.createParser(ObjectReadContext.empty(), json.getBytes(UTF_8))) {
      parser.nextToken();
      return new WorkloadObject(PrunedObject.read(parser, WorkloadObject.SHAPE));
    }
  }

  private void pod(String metadata, String phase, String container) {
    pods =
        () -> CompletableFuture.completedFuture(Optional.of(pod("u1", metadata, phase, container)));
  }

  private Outcome decide(boolean dryRun) {
    if (guard.isEmpty()) {
      verdicts.set("reg.io/a:gone", Reason.MANIFEST_UNKNOWN);
      guard =
          Optional.of(
              new EvictionGuard(
                  new ImageFindings(
                      verdicts,
                      image -> !image.startsWith("ignored.io/"),
                      "docker.io",
                      _ -> true,
                      () -> now),
                  _ -> modes.get(),
                  (_, _) -> pods.get(),
                  usual,
                  hold,
                  outcome -> decisions.add(outcome.word()),
                  () -> now));
    }
    return guard
        .get()
        .decide(new Request("shop", "cart-0", dryRun), Duration.ofMillis(60), System.nanoTime());
  }

  private String word() {
    return decide(false).word();
  }

  @Test
  void aPodWhoseImageIsGoneIsHeldForAsLongAsThatMayBeAndThenLetGo() {
    assertThat(decide(false))
        .isInstanceOfSatisfying(Outcome.Held.class, it -> assertThat(it.left()).isEqualTo(HOLD));
    now = NOW.plus(HOLD).minusSeconds(1);
    assertThat(decide(false))
        .isInstanceOfSatisfying(
            Outcome.Held.class, it -> assertThat(it.left()).isEqualTo(Duration.ofSeconds(1)));
    now = NOW.plus(HOLD);
    assertThat(word()).isEqualTo("released");
    now = NOW.plus(Duration.ofHours(24));
    assertThat(word()).isEqualTo("released");
    assertThat(decisions).containsExactly("held", "held", "released", "released");
  }

  @Test
  void anotherPodOfTheSameNameIsHeldAnew() {
    assertThat(word()).isEqualTo("held");
    now = NOW.plus(HOLD);
    pods = () -> CompletableFuture.completedFuture(Optional.of(pod("u2", OWNED, "Running", GONE)));
    assertThat(word()).isEqualTo("held");
  }

  @Test
  void anImageThatIsBackLetsThePodGoWithoutAWord() {
    assertThat(word()).isEqualTo("held");
    verdicts.set("reg.io/a:gone", new Verdict.Available(Optional.empty()));
    assertThat(word()).isEqualTo("allowed");
  }

  @Test
  void aDryRunSaysWhatWouldComeOfItAndStartsNoHold() {
    assertThat(decide(true))
        .isInstanceOfSatisfying(
            Outcome.WouldHold.class, it -> assertThat(it.left()).isEqualTo(HOLD));
    now = NOW.plus(HOLD);
    assertThat(decide(true).word()).isEqualTo("warned");
    assertThat(word()).isEqualTo("held");
    now = now.plus(HOLD);
    assertThat(decide(true).word()).isEqualTo("released");
  }

  @Test
  void whereNamespacesDoNotHoldThePodGoesWithAWarning() {
    usual = EvictionMode.WARN;
    assertThat(word()).isEqualTo("warned");
    modes = () -> CompletableFuture.completedFuture(Optional.of(EvictionMode.HOLD));
    assertThat(word()).isEqualTo("held");
  }

  @Test
  void withoutTimeToHoldNothingIsHeld() {
    hold = Duration.ZERO;
    assertThat(word()).isEqualTo("released");
  }

  /// Nothing of these is started on another node, or nothing runs that could be kept.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "ownerReferences": [{"apiVersion": "apps/v1", "kind": "DaemonSet", "controller": true}] | Running | allowed
          "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "controller": true}] | Running | allowed
          "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet"}] | Running | allowed
          "labels": {} | Running | allowed
          "deletionTimestamp": "2026-11-20T12:00:00Z", "ownerReferences": [{"kind": "ReplicaSet", "controller": true}] | Running | allowed
          "ownerReferences": [{"apiVersion": "example.com/v1", "kind": "Rollout", "controller": true}] | Running | held
          "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "controller": true}] | Running | held
          "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "controller": true}] | Succeeded | allowed
          "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "controller": true}] | Failed | allowed
          "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "controller": true}] | Pending | warned
          """)
  void onlyPodsThatRunAndAreMadeAgainElsewhereAreHeld(
      String metadata, String phase, String decision) {
    pod(metadata, phase, GONE);
    assertThat(word()).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"image": "reg.io/a:gone", "imagePullPolicy": "Never"} | allowed
          {"image": "ignored.io/a:gone"}                         | allowed
          {"image": "reg.io/a:there"}                            | allowed
          {"image": "reg.io/a:bad name"}                         | held
          """)
  void onlyImagesThatAreLookedAtCount(String container, String decision) {
    verdicts
        .set("ignored.io/a:gone", Reason.MANIFEST_UNKNOWN)
        .set("reg.io/a:bad name", Reason.INVALID_REFERENCE);
    pod(OWNED, "Running", container);
    assertThat(word()).isEqualTo(decision);
  }

  /// Whatever is not the registry's own definite word.
  @ParameterizedTest
  @EnumSource(Reason.class)
  void anUncertainVerdictNeverHolds(Reason reason) {
    boolean busy = reason == Reason.RATE_LIMITED || reason == Reason.OVERLOADED;
    Verdict verdict =
        busy
            ? new Verdict.Inconclusive(reason, Duration.ofSeconds(1))
            : Verdict.Unavailable.of(reason);
    verdicts.set("reg.io/a:uncertain", verdict);
    pod(OWNED, "Running", "{\"image\": \"reg.io/a:uncertain\"}");
    boolean definite = verdict instanceof Verdict.Unavailable found && found.definite();
    assertThat(word()).isEqualTo(definite ? "held" : "allowed");
  }

  @Test
  void whatTheRegistrySaidBeforeItWentAwayWarnsAndDoesNotHold() {
    verdicts
        .set("reg.io/a:away", Reason.CONNECT)
        .last("reg.io/a:away", Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), NOW);
    pod(OWNED, "Running", "{\"image\": \"reg.io/a:away\"}");
    assertThat(word()).isEqualTo("warned");
  }

  @Test
  void aCheckThatDoesNotEndLetsThePodGo() {
    verdicts.hang("reg.io/a:slow");
    pod(OWNED, "Running", "{\"image\": \"reg.io/a:slow\"}");
    assertThat(word()).isEqualTo("unchecked");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPodThatCannotBeReadGoes(boolean slow) {
    CompletableFuture<Optional<WorkloadObject>> unread =
        slow
            ? new CompletableFuture<>()
            : CompletableFuture.failedFuture(new IllegalStateException("forbidden"));
    pods = () -> unread;
    assertThat(word()).isEqualTo("unchecked");
    assertThat(verdicts.asked()).isEmpty();
  }

  @Test
  void aPodThatIsNotThereIsTheApiServersToRefuse() {
    pods = () -> CompletableFuture.completedFuture(Optional.empty());
    assertThat(word()).isEqualTo("allowed");
  }

  @Test
  void aNamespaceOfUnknownModeIsWarned() {
    modes = CompletableFuture::new;
    assertThat(word()).isEqualTo("warned");
    modes = () -> CompletableFuture.completedFuture(Optional.empty());
    assertThat(word()).isEqualTo("warned");
  }

  @Test
  void offReadsNothing() {
    pods =
        () -> {
          throw new AssertionError("read");
        };
    modes = () -> CompletableFuture.completedFuture(Optional.of(EvictionMode.OFF));
    assertThat(word()).isEqualTo("allowed");
    guard = Optional.empty();
    usual = EvictionMode.OFF;
    modes = () -> CompletableFuture.completedFuture(Optional.of(EvictionMode.HOLD));
    assertThat(word()).isEqualTo("allowed");
  }

  /// Of another node's platform, too: the replacement goes where the scheduler lets it.
  @Test
  void whatWouldStartElsewhereIsPulledFromAnywhere() {
    assertThat(word()).isEqualTo("held");
    assertThat(verdicts.asked())
        .extracting(Pull::placement)
        .extracting(NodePlacement::nodeName)
        .containsExactly("");
  }

  @Test
  void whenNoMoreCanBeRememberedNothingMoreIsHeld() {
    FirstRefusals refusals = new FirstRefusals(HOLD, 2);
    assertThat(refusals.begin("a", NOW)).hasValue(NOW);
    assertThat(refusals.begin("b", NOW)).hasValue(NOW);
    assertThat(refusals.begin("c", NOW)).isEmpty();
    assertThat(refusals.begin("a", NOW.plusSeconds(9))).hasValue(NOW);
    Instant muchLater = NOW.plus(HOLD).plus(Duration.ofHours(25));
    assertThat(refusals.begin("c", muchLater)).hasValue(muchLater);
  }
}
