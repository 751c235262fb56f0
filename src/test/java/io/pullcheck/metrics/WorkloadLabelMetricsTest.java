package io.pullcheck.metrics;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorkloadLabelMetricsTest {

  private final Inventory inventory = new Inventory(_ -> true);

  private String exposed(MetricsDetail detail) {
    return Exposition.text(new WorkloadLabelMetrics(detail), inventory.snapshot());
  }

  @Test
  void eachWorkloadHasOneSeriesAlsoWithoutLabels() {
    inventory.replace(
        deployment("shop", "cart", "a:1", "b:1")
            .labelled(Map.of("team", "red", "app.kubernetes.io/part-of", "web\tshop")));
    inventory.replace(deployment("shop", "anonymous", "a:1"));

    assertThat(exposed(MetricsDetail.ALL))
        .isEqualTo(
            """
            # HELP k8s_image_availability_exporter_workload_labels Labels of the workload, those of --workload-labels: always 1.
            # TYPE k8s_image_availability_exporter_workload_labels gauge
            k8s_image_availability_exporter_workload_labels{namespace="shop",kind="deployment",name="anonymous"} 1.0
            k8s_image_availability_exporter_workload_labels{namespace="shop",kind="deployment",name="cart",label_app_kubernetes_io_part_of="web\uFFFDshop",label_team="red"} 1.0
            """);
  }

  /// Text is written in pieces of 64 KiB: a series may be in two of them, or larger than one.
  @Test
  void largeSeriesAndManyArriveWhole() {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      many.put("l" + i, "x".repeat(1_000));
    }
    inventory.replace(deployment("shop", "large", "a:1").labelled(many));
    for (int i = 0; i < 2_000; i++) {
      inventory.replace(deployment("shop", "cart-" + i, "a:1"));
    }

    List<String> series = exposed(MetricsDetail.ALL).lines().skip(2).toList();

    assertThat(series)
        .hasSize(2_001)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.matches("k8s_\\w+_workload_labels\\{namespace=[^{]+\"} 1\\.0"));
    assertThat(series).filteredOn(line -> line.length() > 100_000).hasSize(1);
  }

  @Test
  void aLabelThatChangesReplacesTheSeries() {
    Workload cart = deployment("shop", "cart", "a:1");
    inventory.replace(cart.labelled(Map.of("team", "red")));
    inventory.replace(cart.labelled(Map.of("team", "blue")));

    assertThat(exposed(MetricsDetail.ALL)).contains("label_team=\"blue\"").doesNotContain("red");
  }

  /// Equal labels would make the whole scrape fail, and two series of one workload each join.
  @Test
  void workloadsOfTheSameNameAreOneSeries() {
    Workload cart = deployment("shop", "cart", "a:1");
    for (String group : List.of("b.io", "a.io")) {
      WorkloadKind kind =
          new WorkloadKind(group, "v1", "Deployment", "deployments", "spec", Set.of(), true);
      inventory.replace(
          new Workload(
              new WorkloadId("shop", kind, "cart"),
              cart.images(),
              cart.secrets(),
              cart.placement(),
              1,
              Map.of("team", group)));
    }

    assertThat(exposed(MetricsDetail.ALL).lines().filter(line -> !line.startsWith("#")))
        .singleElement()
        .asString()
        .contains("label_team=\"a.io\"");
  }

  @Test
  void withoutSeriesOfAvailableImagesThereAreNoneOfTheirWorkloads() {
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    inventory.replace(deployment("shop", "cart", "a:gone"));
    inventory.replace(deployment("shop", "web", "a:1"));
    inventory.record(
        pull("shop", "a:gone"),
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), now));

    assertThat(exposed(MetricsDetail.UNAVAILABLE))
        .contains("name=\"cart\"")
        .doesNotContain("name=\"web\"");
  }

  /// As kube-state-metrics has them, so that its users find the names that they know.
  @Test
  void namesAreThoseOfKubeStateMetrics() {
    assertThat(
            WorkloadLabelMetrics.names(
                List.of("a-b", "a.b", "app.kubernetes.io/name", "costCenter", "team", "Über")))
        .containsExactly(
            "label_a_b_conflict1",
            "label_a_b_conflict2",
            "label_app_kubernetes_io_name",
            "label_cost_center",
            "label_team",
            "label__ber");
  }
}
