package io.pullcheck.metrics;

import static io.pullcheck.testing.TestingClock.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.admission.Evictions;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.limit.HostGateStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The families that count what the program does.
class ActivityMetricsTest {

  private final PrometheusRegistry registry = new PrometheusRegistry();

  @Test
  void exposesTheChecker() {
    CheckerMetrics metrics = new CheckerMetrics(registry, () -> true, () -> true);
    metrics.ticked();
    metrics.ticked();

    assertThat(Exposition.text(registry))
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_completed_rechecks_total Check periods in which due images were taken from the queue.
            # TYPE k8s_image_availability_exporter_completed_rechecks_total counter
            k8s_image_availability_exporter_completed_rechecks_total 2.0
            # HELP k8s_image_availability_exporter_former_leader 1 on a replica that led last, cannot reach the API server to go on, and exports the verdicts of before.
            # TYPE k8s_image_availability_exporter_former_leader gauge
            k8s_image_availability_exporter_former_leader 0.0
            # HELP k8s_image_availability_exporter_leader 1 on the replica that schedules the checks and exports the verdicts.
            # TYPE k8s_image_availability_exporter_leader gauge
            k8s_image_availability_exporter_leader 1.0
            """);
  }

  @Test
  void exposesEveryDecisionAboutEvictionsFromTheStart() {
    EvictionMetrics metrics = new EvictionMetrics(registry);
    metrics.accept(new Evictions.Outcome.Held(List.of(), Duration.ofMinutes(1)));

    assertThat(Exposition.text(registry))
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_evictions_total Evictions of pods that were answered, by how.
            # TYPE k8s_image_availability_exporter_evictions_total counter
            k8s_image_availability_exporter_evictions_total{decision="allowed"} 0.0
            k8s_image_availability_exporter_evictions_total{decision="held"} 1.0
            k8s_image_availability_exporter_evictions_total{decision="released"} 0.0
            k8s_image_availability_exporter_evictions_total{decision="unchecked"} 0.0
            k8s_image_availability_exporter_evictions_total{decision="warned"} 0.0
            """);
  }

  @Test
  void exposesTheRegistries() {
    RegistryMetrics metrics = new RegistryMetrics(registry);
    metrics.requestDone("docker.io", "200");
    metrics.requestDone("docker.io", "429");
    metrics.requestDone("reg.io", "timeout");
    metrics.checkDone("docker.io", Duration.ofMillis(80));

    assertThat(Exposition.text(registry))
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_check_duration_seconds How long checks of an image took, once they were let in.
            # TYPE k8s_image_availability_exporter_check_duration_seconds histogram
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="0.01"} 0
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="0.025"} 0
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="0.05"} 0
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="0.1"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="0.25"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="0.5"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="1.0"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="2.5"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="5.0"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="10.0"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="15.0"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="30.0"} 1
            k8s_image_availability_exporter_check_duration_seconds_bucket{registry="docker.io",le="+Inf"} 1
            k8s_image_availability_exporter_check_duration_seconds_count{registry="docker.io"} 1
            k8s_image_availability_exporter_check_duration_seconds_sum{registry="docker.io"} 0.08
            # HELP k8s_image_availability_exporter_registry_requests_total Requests to registries and their token servers, by how they were answered.
            # TYPE k8s_image_availability_exporter_registry_requests_total counter
            k8s_image_availability_exporter_registry_requests_total{code="200",registry="docker.io"} 1.0
            k8s_image_availability_exporter_registry_requests_total{code="429",registry="docker.io"} 1.0
            k8s_image_availability_exporter_registry_requests_total{code="timeout",registry="reg.io"} 1.0
            """);
  }

  @Test
  void exposesHowRegistriesAreTreated() {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1000));
    new RegistryMetrics(registry, _ -> false, clock)
        .exportGates(
            () ->
                Map.of(
                    "docker.io", new HostGateStatus(Duration.ofSeconds(9), false, 2.5),
                    "reg.io", new HostGateStatus(Duration.ZERO, true, Double.POSITIVE_INFINITY)));

    assertThat(Exposition.text(registry))
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_registry_paused 1 while a registry is left alone because it asked for that.
            # TYPE k8s_image_availability_exporter_registry_paused gauge
            k8s_image_availability_exporter_registry_paused{registry="docker.io"} 1.0
            k8s_image_availability_exporter_registry_paused{registry="reg.io"} 0.0
            # HELP k8s_image_availability_exporter_registry_paused_until_timestamp_seconds Until when a registry is left alone because it asked for that; 0 if it is not.
            # TYPE k8s_image_availability_exporter_registry_paused_until_timestamp_seconds gauge
            k8s_image_availability_exporter_registry_paused_until_timestamp_seconds{registry="docker.io"} 1009.0
            k8s_image_availability_exporter_registry_paused_until_timestamp_seconds{registry="reg.io"} 0.0
            # HELP k8s_image_availability_exporter_registry_request_rate_limit Requests a second that a registry is sent at most; lower for a while after it said it has had too many.
            # TYPE k8s_image_availability_exporter_registry_request_rate_limit gauge
            k8s_image_availability_exporter_registry_request_rate_limit{registry="docker.io"} 2.5
            k8s_image_availability_exporter_registry_request_rate_limit{registry="reg.io"} +Inf
            # HELP k8s_image_availability_exporter_registry_unresponsive 1 while a registry does not answer and is only probed.
            # TYPE k8s_image_availability_exporter_registry_unresponsive gauge
            k8s_image_availability_exporter_registry_unresponsive{registry="docker.io"} 0.0
            k8s_image_availability_exporter_registry_unresponsive{registry="reg.io"} 1.0
            """);
  }

  @Test
  void exposesDenials() {
    new AdmissionMetrics(registry).denied(Reason.MANIFEST_UNKNOWN);

    assertThat(Exposition.text(registry))
        .contains(
            """
            # HELP k8s_image_availability_exporter_admission_denials_total Objects that deny mode refused, by why; of several images the first one's reason.
            # TYPE k8s_image_availability_exporter_admission_denials_total counter
            k8s_image_availability_exporter_admission_denials_total{reason="manifest_unknown"} 1.0
            """);
  }

  @Test
  void exposesAdmission() {
    AdmissionMetrics metrics = new AdmissionMetrics(registry);
    metrics.reviewed("deployment", "create", Duration.ofMillis(3));
    metrics.warned(Reason.MANIFEST_UNKNOWN);
    metrics.deadlineExceeded();
    metrics.modeUnknown();

    assertThat(Exposition.text(registry))
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_admission_deadline_exceeded_total Reviews answered before every image was verified.
            # TYPE k8s_image_availability_exporter_admission_deadline_exceeded_total counter
            k8s_image_availability_exporter_admission_deadline_exceeded_total 1.0
            # HELP k8s_image_availability_exporter_admission_duration_seconds How long admission reviews took.
            # TYPE k8s_image_availability_exporter_admission_duration_seconds histogram
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.001"} 0
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.0025"} 0
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.005"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.01"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.025"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.05"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.1"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.25"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="0.5"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="1.0"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="2.0"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="5.0"} 1
            k8s_image_availability_exporter_admission_duration_seconds_bucket{le="+Inf"} 1
            k8s_image_availability_exporter_admission_duration_seconds_count 1
            k8s_image_availability_exporter_admission_duration_seconds_sum 0.003
            # HELP k8s_image_availability_exporter_admission_mode_unknown_total Reviews that only warned because the namespace's mode was not known in time.
            # TYPE k8s_image_availability_exporter_admission_mode_unknown_total counter
            k8s_image_availability_exporter_admission_mode_unknown_total 1.0
            # HELP k8s_image_availability_exporter_admission_reviews_total Admission reviews answered.
            # TYPE k8s_image_availability_exporter_admission_reviews_total counter
            k8s_image_availability_exporter_admission_reviews_total{kind="deployment",operation="create"} 1.0
            # HELP k8s_image_availability_exporter_admission_warnings_total Images that a review warned of, by why.
            # TYPE k8s_image_availability_exporter_admission_warnings_total counter
            k8s_image_availability_exporter_admission_warnings_total{reason="manifest_unknown"} 1.0
            """);
  }

  @Test
  void exposesWhatIsReadOfTheCluster() {
    new ClusterMetrics(registry).skipped("deployment");

    assertThat(Exposition.text(registry))
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_unreadable_objects_total Versions of objects that could not be read and were skipped.
            # TYPE k8s_image_availability_exporter_unreadable_objects_total counter
            k8s_image_availability_exporter_unreadable_objects_total{kind="deployment"} 1.0
            """);
  }

  @Test
  void exposesTheProgram() {
    ProgramMetrics metrics =
        new ProgramMetrics(
            registry, "1.2.3", Optional.of("prod"), () -> Optional.of(START), () -> 0.25);
    metrics.logged("warn");
    metrics.exportScrapes(() -> 24_000_000);

    assertThat(ours())
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_build_info Always 1; the labels say which version runs, and in which cluster.
            # TYPE k8s_image_availability_exporter_build_info gauge
            k8s_image_availability_exporter_build_info{cluster="prod",version="1.2.3"} 1.0
            # HELP k8s_image_availability_exporter_heap_live_ratio How much of the heap is in use after a collection: above 0.8, raise the limit.
            # TYPE k8s_image_availability_exporter_heap_live_ratio gauge
            k8s_image_availability_exporter_heap_live_ratio 0.25
            # HELP k8s_image_availability_exporter_log_statements_total Log statements, by level.
            # TYPE k8s_image_availability_exporter_log_statements_total counter
            k8s_image_availability_exporter_log_statements_total{level="warn"} 1.0
            # HELP k8s_image_availability_exporter_scrape_size_bytes Bytes of the last scrape before compression.
            # TYPE k8s_image_availability_exporter_scrape_size_bytes gauge
            k8s_image_availability_exporter_scrape_size_bytes 2.4E7
            # HELP k8s_image_availability_exporter_webhook_certificate_not_after_timestamp_seconds Until when the webhook's serving certificate is valid.
            # TYPE k8s_image_availability_exporter_webhook_certificate_not_after_timestamp_seconds gauge
            k8s_image_availability_exporter_webhook_certificate_not_after_timestamp_seconds 1.7723664E9
            """);
    assertThat(Exposition.text(registry))
        .contains("\nprocess_cpu_seconds_total ")
        .contains("\njvm_memory_used_bytes{");
  }

  @Test
  void aCertificateThatIsNotThereHasNoSeries() {
    new ProgramMetrics(registry, "1.2.3", Optional.empty(), Optional::empty, () -> 0);

    assertThat(Exposition.text(registry)).doesNotContain("webhook_certificate");
  }

  @Test
  void pastAHundredHostsTheRestAreOther() {
    RegistryMetrics metrics = new RegistryMetrics(registry);
    metrics.exportGates(
        () ->
            Map.of(
                "host101", new HostGateStatus(Duration.ofSeconds(9), false, 5),
                "host102", new HostGateStatus(Duration.ZERO, true, 50)));
    for (int i = 1; i <= 150; i++) {
      metrics.requestDone("host" + i, "200");
    }
    metrics.requestDone("host7", "200");

    assertThat(Exposition.text(registry).lines())
        .filteredOn(line -> line.contains("registry_requests_total{"))
        .hasSize(101)
        .anyMatch(line -> line.endsWith("{code=\"200\",registry=\"other\"} 50.0"))
        .anyMatch(line -> line.endsWith("{code=\"200\",registry=\"host7\"} 2.0"));
    assertThat(Exposition.text(registry))
        .contains("registry_paused{registry=\"other\"} 1.0")
        .contains("registry_unresponsive{registry=\"other\"} 1.0")
        .contains("registry_request_rate_limit{registry=\"other\"} 5.0");
  }

  @Test
  void openMetricsNamesCountersAsTextDoes() {
    new CheckerMetrics(registry, () -> false, () -> true).ticked();

    assertThat(Exposition.openMetrics(registry))
        .contains("# TYPE k8s_image_availability_exporter_completed_rechecks counter\n")
        .contains("\nk8s_image_availability_exporter_completed_rechecks_total 1.0")
        .contains("\nk8s_image_availability_exporter_leader 0.0\n")
        .contains("\nk8s_image_availability_exporter_former_leader 1.0\n")
        .endsWith("# EOF\n");
  }

  private String ours() {
    return Exposition.text(registry)
        .lines()
        .filter(line -> line.contains("k8s_image_availability_exporter_"))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
