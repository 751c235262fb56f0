package io.pullcheck.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingVerdicts;
import io.pullcheck.workload.KindTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewerTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration SHORT = Duration.ofMillis(30);

  private TestingVerdicts verdicts = new TestingVerdicts(NOW);
  private final List<String> observed = new ArrayList<>();
  private Predicate<String> filter = image -> true;
  private Optional<String> denyHint = Optional.empty();
  private Mode mode = Mode.WARN;
  private Supplier<CompletableFuture<Optional<Mode>>> modes =
      () -> CompletableFuture.completedFuture(Optional.of(mode));

  @Test
  void anAvailableImageIsAdmittedWithoutAWord() {
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1"))))
        .isEqualTo(
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
            "response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":true}}""");
    assertThat(observed).containsExactly("deployment create");
  }

  @Test
  void aMissingImageIsAdmittedWithAWarning() {
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1"))))
        .isEqualTo(
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
            "response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":true,\
            "warnings":["pullcheck: Deployment shop/web, container c0: reg.io/a:1 not found"]}}""");
    assertThat(observed).containsExactly("manifest_unknown", "deployment create");
  }

  @ParameterizedTest
  @CsvSource({"Job, true", "ReplicaSet, false"})
  void aJobThatSomebodyMadeOfACronJobIsLookedAt(String kind, boolean warned) {
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    String create =
        """
        "kind": {"group": "%s", "version": "v1", "kind": "%s"}, "operation": "CREATE",
        "object": {"metadata": {"name": "now",
            "annotations": {"cronjob.kubernetes.io/instantiate": "manual"},
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "controller": true}]},
          "spec": {"template": {"spec": %s}}}
        """
            .formatted(
                kind.equals("Job") ? "batch" : "apps", kind, ReviewJson.podSpec("reg.io/a:1"));

    assertThat(answer(ReviewJson.request(create)).contains("not found")).isEqualTo(warned);
    assertThat(answer(ReviewJson.request(create.replace("instantiate", "other"))))
        .doesNotContain("not found");
  }

  @Test
  void aCheckThatDoesNotEndIsNotWaitedFor() {
    verdicts.hang("reg.io/slow:1").set("reg.io/gone:1", Reason.MANIFEST_UNKNOWN);
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/slow:1", "reg.io/gone:1"))))
        .contains(
            "container c0: reg.io/slow:1 not verified: the registry did not answer within"
                + " 30ms\"",
            "container c1: reg.io/gone:1 not found\"");
    assertThat(observed)
        .containsExactly("deadline", "timeout", "manifest_unknown", "deployment create");
  }

  // Only the check looks up under what the registry was asked before.
  @Test
  void whatTheRegistrySaidBeforeMayComeToLightWithTheCheck() {
    TestingVerdicts lookedUp =
        new TestingVerdicts(NOW) {
          @Override
          protected void prepare(Pull pull) {
            last(
                pull.image(),
                Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN),
                NOW.minus(Duration.ofMinutes(4)));
          }
        };
    verdicts = lookedUp.set("reg.io/a:1", Reason.CONNECT).hang("reg.io/b:1");

    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1", "reg.io/b:1"))))
        .contains(
            "reg.io/a:1 not found (as of 4m ago; the registry cannot be asked now)",
            "reg.io/b:1 not found (as of 4m ago; the registry cannot be asked now)");
  }

  @Test
  void anImageNamedTwiceIsCheckedOnceAndWarnedOfWhereItStandsFirst() {
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    String answer = answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1", "reg.io/a:1")));
    assertThat(answer).containsOnlyOnce("not found").contains("container c0");
    assertThat(verdicts.asked()).hasSize(1);
  }

  @Test
  void theWorkloadsOwnSecretsAreUsed() {
    answer(
        ReviewJson.deployment(
            """
            {"containers": [{"name": "c", "image": "reg.io/a:1"}],
             "imagePullSecrets": [{"name": "one"}, {"name": "two"}], "serviceAccountName": "robot"}
            """));
    assertThat(verdicts.asked())
        .extracting(Pull::secrets)
        .containsExactly(new PullSecrets("shop", List.of("one", "two"), "robot"));
  }

  @Test
  void ignoredImagesAreNotLookedAt() {
    filter = image -> !image.startsWith("reg.io/");
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1"))))
        .doesNotContain("warnings");
    assertThat(verdicts.asked()).isEmpty();
  }

  @Test
  void aNamespaceThatIsOffIsNotLookedAt() {
    mode = Mode.OFF;
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1"))))
        .doesNotContain("warnings");
    assertThat(verdicts.asked()).isEmpty();
  }

  @Test
  void denyModeRefusesWhatIsDefinitelyAbsentAndSaysHowToMendIt() {
    mode = Mode.DENY;
    denyHint = Optional.of("Ask #platform to get past this.");
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN).set("reg.io/b:1", Reason.CONNECT);
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1", "reg.io/b:1"))))
        .isEqualTo(
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
            "response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":false,\
            "status":{"code":403,"reason":"Forbidden","message":"\
            pullcheck: Deployment shop/web, container c0: reg.io/a:1 not found. \
            Push the tag again, or change the workload to one that exists. \
            Ask #platform to get past this."},\
            "warnings":["pullcheck: Deployment shop/web, container c1: reg.io/b:1 \
            not verified: the registry cannot be connected to"]}}""");
    assertThat(observed).contains("denied manifest_unknown");
  }

  @Test
  void denyModeJudgesWhateverTheApiServerSends() {
    mode = Mode.DENY;
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    String deep = "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000);
    String create =
        """
        "kind": {"group": "apps", "version": "v1", "kind": "Deployment"}, "operation": "CREATE",
        "object": {"metadata": {"managedFields": [{"fieldsV1": {"%s": {}, "deep": %s}}]},
                   "spec": {"template": {"spec": %s}}}
        """
            .formatted("x".repeat(60_013), deep, ReviewJson.podSpec("reg.io/a:1"));

    assertThat(answer(ReviewJson.request(create))).contains("\"allowed\":false", "not found");
  }

  @Test
  void aModeThatIsNotKnownInTimeIsWarn() {
    mode = Mode.DENY;
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    for (CompletableFuture<Optional<Mode>> unknown :
        List.<CompletableFuture<Optional<Mode>>>of(
            new CompletableFuture<>(),
            CompletableFuture.failedFuture(new IllegalStateException("no answer")),
            CompletableFuture.completedFuture(Optional.empty()))) {
      modes = () -> unknown;
      observed.clear();
      assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1"))))
          .contains("\"allowed\":true", "reg.io/a:1 not found");
      assertThat(observed).containsExactly("mode unknown", "manifest_unknown", "deployment create");
    }
  }

  @Test
  void denyModeOnlyWarnsOfWhatIsUncertain() {
    mode = Mode.DENY;
    verdicts.set("reg.io/a:1", Reason.PRIVATE_OR_ABSENT).hang("reg.io/b:1");
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1", "reg.io/b:1"))))
        .contains(
            "\"allowed\":true", "reg.io/a:1 not found, or private", "reg.io/b:1 not verified");
  }

  @Test
  void denyModeDoesNotRefuseAnUpdateThatLeavesTheImagesAsTheyAre() {
    mode = Mode.DENY;
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    String object =
        """
        {"metadata": {"annotations": {"n": "%s"}}, "spec": {"template": {"spec": %s}}}""";
    String update =
        """
        "kind": {"group": "apps", "version": "v1", "kind": "Deployment"}, "operation": "UPDATE",
        "object": %s, "oldObject": %s
        """;
    String now = object.formatted("2", ReviewJson.podSpec("reg.io/a:1"));
    String same = object.formatted("1", ReviewJson.podSpec("reg.io/a:1"));
    String other = object.formatted("1", ReviewJson.podSpec("reg.io/a:0"));
    assertThat(answer(ReviewJson.request(update.formatted(now, same))))
        .contains("\"allowed\":true", "not found");
    assertThat(answer(ReviewJson.request(update.formatted(now, other))))
        .contains("\"allowed\":false", "not found");
  }

  /// The namespace's users may set its labels, where RBAC lets them: only the operator says so.
  @Test
  void aRefusalDoesNotPointToTheLabel() {
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN).set("reg.io/b:1", Reason.MANIFEST_UNKNOWN);
    mode = Mode.DENY;

    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1", "reg.io/b:1"))))
        .contains(
            "\"allowed\":false",
            "not found; pullcheck: Deployment shop/web, container c1",
            "reg.io/b:1 not found. Push the tag again, or change the workload to one that exists.\"")
        .doesNotContain("kubectl label", "pullcheck.io/mode");
  }

  @Test
  void aModeThatNobodyKnowsIsToldWithEachObjectAndOnlyWarns() {
    verdicts.set("reg.io/a:1", Reason.MANIFEST_UNKNOWN);
    mode = Mode.UNKNOWN;

    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/a:1"))))
        .contains(
            "\"allowed\":true",
            """
            "warnings":["pullcheck: Namespace shop: the value of its label pullcheck.io/mode is \
            unknown, so it only warns; set it to warn, deny or off",\
            "pullcheck: Deployment shop/web, container c0: reg.io/a:1 not found"]""");
    assertThat(answer(ReviewJson.deployment(ReviewJson.podSpec("reg.io/there:1"))))
        .contains("Namespace shop");
  }

  @Test
  void onlyTheThreeWordsAreModes() {
    assertThat(Stream.of("warn", "", "deny", "off", "Deny", "enforce").map(Mode::of))
        .containsExactly(Mode.WARN, Mode.WARN, Mode.DENY, Mode.OFF, Mode.UNKNOWN, Mode.UNKNOWN);
  }

  private String answer(String body) {
    Reviewer reviewer =
        new Reviewer(
            new KindTable(List.of()),
            new ImageFindings(
                verdicts, image -> filter.test(image), "docker.io", _ -> true, () -> NOW),
            ns -> modes.get(),
            Evictions.NONE,
            denyHint,
            new RecordingObserver(observed));
    return switch (reviewer.answer(body.getBytes(UTF_8), SHORT)) {
      case Answer.Reviewed reviewed -> reviewed.json();
      case Answer.Malformed malformed -> "400 " + malformed.reason();
    };
  }
}
