package io.pullcheck.metrics;

import static io.pullcheck.testing.TestingClock.START;
import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.id;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictMetricsTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);

  private static final String GOLDEN =
      """
            # HELP k8s_image_availability_exporter_available The image can be pulled.
            # TYPE k8s_image_availability_exporter_available gauge
            k8s_image_availability_exporter_available{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_available{container="c1",image="nginx",kind="deployment",name="cart",namespace="shop"} 1.0
            k8s_image_availability_exporter_available{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank"} 0.0
            # HELP k8s_image_availability_exporter_unknown_error The image could not be verified for another reason.
            # TYPE k8s_image_availability_exporter_unknown_error gauge
            k8s_image_availability_exporter_unknown_error{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_unknown_error{container="c1",image="nginx",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_unknown_error{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank"} 0.0
            # HELP k8s_image_availability_exporter_registry_unavailable The image's registry cannot be asked.
            # TYPE k8s_image_availability_exporter_registry_unavailable gauge
            k8s_image_availability_exporter_registry_unavailable{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_registry_unavailable{container="c1",image="nginx",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_registry_unavailable{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank"} 0.0
            # HELP k8s_image_availability_exporter_authorization_failure The credentials may not pull the image.
            # TYPE k8s_image_availability_exporter_authorization_failure gauge
            k8s_image_availability_exporter_authorization_failure{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_authorization_failure{container="c1",image="nginx",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_authorization_failure{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank"} 0.0
            # HELP k8s_image_availability_exporter_authentication_failure The registry does not accept the credentials.
            # TYPE k8s_image_availability_exporter_authentication_failure gauge
            k8s_image_availability_exporter_authentication_failure{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_authentication_failure{container="c1",image="nginx",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_authentication_failure{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank"} 1.0
            # HELP k8s_image_availability_exporter_bad_image_format The image's name is not valid.
            # TYPE k8s_image_availability_exporter_bad_image_format gauge
            k8s_image_availability_exporter_bad_image_format{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_bad_image_format{container="c1",image="nginx",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_bad_image_format{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank"} 0.0
            # HELP k8s_image_availability_exporter_absent The image is not in its registry.
            # TYPE k8s_image_availability_exporter_absent gauge
            k8s_image_availability_exporter_absent{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop"} 1.0
            k8s_image_availability_exporter_absent{container="c1",image="nginx",kind="deployment",name="cart",namespace="shop"} 0.0
            k8s_image_availability_exporter_absent{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank"} 0.0
            # HELP k8s_image_availability_exporter_reason Why the image is not available, or not checked yet: 1 for the reason.
            # TYPE k8s_image_availability_exporter_reason gauge
            k8s_image_availability_exporter_reason{container="c0",image="reg.io/cart:v41",kind="deployment",name="cart",namespace="shop",reason="manifest_unknown"} 1.0
            k8s_image_availability_exporter_reason{container="c0",image="too.many/requests",kind="deployment",name="slow",namespace="shop",reason="rate_limited"} 1.0
            k8s_image_availability_exporter_reason{container="volume:rates",image="nginx",kind="cronjob",name="interest",namespace="bank",reason="rejected"} 1.0
            # HELP k8s_image_availability_exporter_images Distinct images, each by its worst verdict; unchecked: without one.
            # TYPE k8s_image_availability_exporter_images gauge
            k8s_image_availability_exporter_images{state="absent"} 1.0
            k8s_image_availability_exporter_images{state="authentication_failure"} 1.0
            k8s_image_availability_exporter_images{state="authorization_failure"} 0.0
            k8s_image_availability_exporter_images{state="available"} 0.0
            k8s_image_availability_exporter_images{state="bad_image_format"} 0.0
            k8s_image_availability_exporter_images{state="registry_unavailable"} 0.0
            k8s_image_availability_exporter_images{state="unchecked"} 2.0
            k8s_image_availability_exporter_images{state="unknown_error"} 0.0
            # HELP k8s_image_availability_exporter_last_check_timestamp_seconds When the image's oldest verdict was found.
            # TYPE k8s_image_availability_exporter_last_check_timestamp_seconds gauge
            k8s_image_availability_exporter_last_check_timestamp_seconds{image="nginx"} 1.7723664E9
            k8s_image_availability_exporter_last_check_timestamp_seconds{image="reg.io/cart:v41"} 1.7723664E9
            # HELP k8s_image_availability_exporter_queue_overdue_images Images whose check is more than a check period late, or that were never checked.
            # TYPE k8s_image_availability_exporter_queue_overdue_images gauge
            k8s_image_availability_exporter_queue_overdue_images 2.0
            """;

  private final TestingClock clock = new TestingClock();
  private final Inventory inventory = new Inventory(_ -> true);
  private final VerdictMetrics metrics =
      new VerdictMetrics(MetricsDetail.ALL, Duration.ofSeconds(15), clock);

  @Test
  void exposesEveryFamilyOfTheVerdicts() {
    inventory.replace(deployment("shop", "cart", "reg.io/cart:v41", "nginx"));
    inventory.replace(
        new Workload(
            new WorkloadId("bank", WorkloadKind.CRONJOB, "interest"),
            List.of(new ContainerImage("volume:rates", "spec.volumes[0]", "nginx")),
            new PullSecrets("bank", List.of("login"), ""),
            NodePlacement.ANYWHERE,
            1));
    inventory.replace(deployment("shop", "new", "nobody.asked/yet"));
    inventory.replace(deployment("shop", "slow", "too.many/requests"));
    record(
        "shop",
        "too.many/requests",
        new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofMinutes(1)));
    record("shop", "reg.io/cart:v41", ABSENT);
    record("shop", "nginx", AVAILABLE);
    clock.advance(Duration.ofMillis(1500));
    inventory.record(
        new Workload(
                new WorkloadId("bank", WorkloadKind.CRONJOB, "interest"),
                List.of(),
                new PullSecrets("bank", List.of("login"), ""),
                NodePlacement.ANYWHERE,
                1)
            .pull(new ContainerImage("volume:rates", "", "nginx")),
        new CheckedVerdict(Verdict.Unavailable.of(Reason.REJECTED), clock.instant()));

    assertThat(Exposition.text(metrics, inventory.snapshot())).isEqualTo(GOLDEN);
  }

  @ParameterizedTest
  @EnumSource
  void exactlyOneOfTheSevenIsOne(State state) {
    inventory.replace(deployment("shop", "cart", "nginx"));
    record(
        "shop",
        "nginx",
        state == State.AVAILABLE
            ? AVAILABLE
            : new Verdict.Unavailable(state, Reason.UNEXPECTED_RESPONSE, ""));

    List<String> series =
        Exposition.text(metrics, inventory.snapshot())
            .lines()
            .filter(line -> line.contains("namespace=\"shop\"") && !line.contains("_reason{"))
            .toList();

    assertThat(series).hasSize(7);
    assertThat(series)
        .filteredOn(line -> line.endsWith(" 1.0"))
        .singleElement()
        .asString()
        .startsWith("k8s_image_availability_exporter_" + state.word() + "{");
  }

  @Test
  void inALargeClusterOnlyWhatIsNotAvailableHasSeries() {
    VerdictMetrics large =
        new VerdictMetrics(MetricsDetail.UNAVAILABLE, Duration.ofSeconds(15), clock);
    inventory.replace(deployment("shop", "cart", "gone", "nginx", "redis"));
    inventory.replace(deployment("bank", "till", "gone"));
    record("shop", "gone", ABSENT);
    record("bank", "gone", ABSENT);
    record("shop", "nginx", AVAILABLE);
    record("shop", "redis", AVAILABLE);

    assertThat(Exposition.text(large, inventory.snapshot()).lines())
        .filteredOn(line -> line.contains("namespace=") || line.contains("image="))
        .containsExactlyInAnyOrder(
            "k8s_image_availability_exporter_absent{container=\"c0\",image=\"gone\",kind=\"deployment\",name=\"cart\",namespace=\"shop\"} 1.0",
            "k8s_image_availability_exporter_absent{container=\"c0\",image=\"gone\",kind=\"deployment\",name=\"till\",namespace=\"bank\"} 1.0",
            "k8s_image_availability_exporter_reason{container=\"c0\",image=\"gone\",kind=\"deployment\",name=\"cart\",namespace=\"shop\",reason=\"manifest_unknown\"} 1.0",
            "k8s_image_availability_exporter_reason{container=\"c0\",image=\"gone\",kind=\"deployment\",name=\"till\",namespace=\"bank\",reason=\"manifest_unknown\"} 1.0",
            "k8s_image_availability_exporter_available_containers{namespace=\"bank\"} 0.0",
            "k8s_image_availability_exporter_available_containers{namespace=\"shop\"} 2.0",
            "k8s_image_availability_exporter_last_check_timestamp_seconds{image=\"gone\"} 1.7723664E9");
  }

  @Test
  void aWorkloadThatIsGoneLeavesNoSeries() {
    inventory.replace(deployment("shop", "cart", "nginx"));
    record("shop", "nginx", AVAILABLE);

    inventory.remove(id("shop", "cart"));

    assertThat(Exposition.text(metrics, inventory.snapshot()))
        .doesNotContain("nginx")
        .doesNotContain("cart");
  }

  @Test
  void whatCannotBeALabelDoesNotHurtTheOthers() {
    String longest = "x".repeat(2_000_000);
    inventory.replace(
        deployment("shop", "cart", "a\nb", "a\tb", "\ud83d\ude00", "\ud83d", longest, "q\"\\q"));
    inventory.replace(deployment("shop", "twice", "nginx"));
    for (String image : List.of("a\nb", "a\tb", "\ud83d\ude00", "\ud83d", longest, "q\"\\q")) {
      record("shop", image, AVAILABLE);
    }

    String text = Exposition.text(metrics, inventory.snapshot());

    assertThat(text)
        .contains("image=\"a\ufffdb\"")
        .contains("image=\"\ud83d\ude00\"")
        .contains("image=\"\ufffd\"")
        .contains("image=\"q\\\"\\\\q\"")
        .hasSizeLessThan(50_000);
  }

  @Test
  void ofTwoSeriesWithEqualLabelsTheWorseStays() {
    ContainerImage first = new ContainerImage("c", "spec.containers[0]", "a\nb");
    ContainerImage second = new ContainerImage("c", "spec.containers[1]", "a\tb");
    inventory.replace(
        new Workload(
            id("shop", "cart"),
            List.of(first, second),
            new PullSecrets("shop", List.of(), "default"),
            NodePlacement.ANYWHERE,
            1));
    record("shop", "a\nb", ABSENT);
    record("shop", "a\tb", AVAILABLE);

    assertThat(Exposition.text(metrics, inventory.snapshot()).lines())
        .filteredOn(line -> line.startsWith("k8s_image_availability_exporter_absent{"))
        .singleElement()
        .asString()
        .endsWith(" 1.0");
  }

  @Test
  void aReplicaThatIsNotToExportVerdictsHasNone() {
    assertThat(Exposition.text(metrics, Snapshot.EMPTY))
        .contains("k8s_image_availability_exporter_images{state=\"absent\"} 0.0")
        .doesNotContain("namespace=");
  }

  @Test
  void anImageIsOverdueWhenItsCheckIsMoreThanAPeriodLate() {
    inventory.replace(deployment("shop", "cart", "nginx"));
    inventory.due(pull("shop", "nginx"), START);

    clock.advance(Duration.ofSeconds(15));
    assertThat(Exposition.text(metrics, inventory.snapshot())).contains("queue_overdue_images 0.0");
    clock.advance(Duration.ofMillis(1));
    assertThat(Exposition.text(metrics, inventory.snapshot())).contains("queue_overdue_images 1.0");
  }

  private void record(String namespace, String image, Verdict verdict) {
    inventory.record(pull(namespace, image), new CheckedVerdict(verdict, clock.instant()));
    inventory.due(pull(namespace, image), clock.instant().plusSeconds(60));
  }
}
