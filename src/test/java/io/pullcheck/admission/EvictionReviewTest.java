package io.pullcheck.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.testing.TestingVerdicts;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.KindTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes of an eviction's review to those of its answer.
class EvictionReviewTest {

  private final List<String> observed = new ArrayList<>();
  private Evictions.Outcome eviction = new Evictions.Outcome.Allowed();

  private static String eviction(String name, String more) {
    return ReviewJson.request(
        """
        "kind": {"group": "policy", "version": "v1", "kind": "Eviction"},
        "resource": {"group": "", "version": "v1", "resource": "pods"},
        "subResource": "eviction", "operation": "CREATE", "name": "%s"%s,
        "object": {"kind": "Eviction", "apiVersion": "policy/v1", "metadata": {"name": "cart-0"}}
        """
            .formatted(name, more));
  }

  private static Finding gone(String image) {
    return new Finding(
        new ContainerImage("main", "spec.containers[0].image", image),
        Reason.MANIFEST_UNKNOWN,
        "not found",
        true);
  }

  @Test
  void anEvictionIsDecidedByThePodItNames() {
    assertThat(answer(eviction("cart-0", ", \"dryRun\": true"))).contains("\"allowed\":true");
    assertThat(observed)
        .containsExactly("Request[namespace=shop, pod=cart-0, dryRun=true]", "eviction create");
  }

  /// As kubectl sends it.
  @Test
  void aDryRunMayStandInTheEvictionAlone() {
    String body =
        eviction("cart-0", "")
            .replace("\"metadata\":", "\"deleteOptions\": {\"dryRun\": [\"All\"]}, \"metadata\":");
    assertThat(answer(body)).contains("\"allowed\":true");
    assertThat(observed).contains("Request[namespace=shop, pod=cart-0, dryRun=true]");
  }

  @Test
  void anEvictionThatIsHeldIsRefusedSoThatItIsTriedAgain() {
    eviction = new Evictions.Outcome.Held(List.of(gone("reg.io/a:1")), Duration.ofMinutes(29));
    assertThat(answer(eviction("cart-0", "")))
        .isEqualTo(
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",\
            "response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":false,\
            "status":{"code":429,"reason":"TooManyRequests","message":"\
            pullcheck: pod shop/cart-0: reg.io/a:1 not found: \
            its replacement will not start on another node. \
            Push the tag again, or change the workload to one that exists. \
            Held for 29m more at most: try again."}}}""");
    assertThat(observed).doesNotContain("denied manifest_unknown");
  }

  @Test
  void anEvictionIsWarnedOf() {
    eviction = new Evictions.Outcome.Warned(List.of(gone("reg.io/a:1"), gone("reg.io/b:1")));
    assertThat(answer(eviction("cart-0", "")))
        .contains(
            "\"allowed\":true",
            """
            "warnings":["pullcheck: pod shop/cart-0: reg.io/a:1 not found: \
            its replacement will not start on another node","pullcheck: pod shop/cart-0: reg.io/b:1""");
    eviction = new Evictions.Outcome.WouldHold(List.of(gone("reg.io/a:1")), Duration.ofMinutes(30));
    assertThat(answer(eviction("cart-0", "")))
        .contains("another node; it would be held for 30m at most\"]");
  }

  /// A warning of more than 256 bytes may be cut by the API server.
  @Test
  void theWarningOfAnEvictionIsShort() {
    eviction =
        new Evictions.Outcome.Warned(
            Stream.generate(() -> gone("reg.io/" + "a".repeat(400))).limit(12).toList());
    assertThat(
            WarningText.evictions(
                new Evictions.Request("n".repeat(63), "p".repeat(253), false),
                ((Evictions.Outcome.Warned) eviction).gone(),
                "; it would be held for 30m at most"))
        .hasSize(8)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(250))
        .last()
        .asString()
        .endsWith(": 5 more of its images are not available");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../../secrets/a", "a/b", "a%2fb", "A"})
  void whatCannotBeAPodIsNotLookedAt(String name) {
    assertThat(answer(eviction(name, ""))).contains("\"allowed\":true");
    assertThat(observed).containsExactly("eviction create");
  }

  private String answer(String body) {
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    Reviewer reviewer =
        new Reviewer(
            new KindTable(List.of()),
            new ImageFindings(
                new TestingVerdicts(now), _ -> true, "docker.io", _ -> true, () -> now),
            _ -> {
              throw new AssertionError("an eviction has modes of its own");
            },
            (asked, _, _) -> {
              observed.add(asked.toString());
              return eviction;
            },
            Optional.empty(),
            new RecordingObserver(observed));
    return switch (reviewer.answer(body.getBytes(UTF_8), Duration.ofSeconds(1))) {
      case Answer.Reviewed reviewed -> reviewed.json();
      case Answer.Malformed malformed -> "400 " + malformed.reason();
    };
  }
}
