package io.pullcheck.admission;

import static io.pullcheck.admission.ReviewParserTest.CREATE_POD;
import static io.pullcheck.admission.ReviewParserTest.PARSER;
import static io.pullcheck.admission.ReviewParserTest.created;
import static io.pullcheck.admission.ReviewParserTest.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reviews of kinds of which only the configuration knows.
class ConfiguredKindsTest {

  /// What a user configures of a CRD: nothing in the program knows its kind or its path.
  @Test
  void aKindOfTheConfigurationIsLookedAtAsAnyOther() {
    WorkloadKind kind = fleet("spec.ships.hull.pod");
    WorkloadKind other = fleet("spec.harbour.pod");
    Review review = created(new ReviewParser(new KindTable(List.of(kind, other))), kind);

    assertThat(created(PARSER, kind).workloads()).isEmpty();
    assertThat(review.workloads())
        .extracting(workload -> workload.id().kind().kind(), Workload::images)
        .containsExactly(
            tuple(
                "Fleet",
                List.of(new ContainerImage("c", "spec.ships.hull.pod.containers[0].image", "a:1"))),
            tuple("Fleet", List.of()));
  }

  /// Whoever reaches the webhook may send any kind, and each would be a series.
  @Test
  void aKindThatTheApiServerHasNotNamedIsNoWordOfTheMetrics() {
    WorkloadKind row = fleet("spec.pod");
    KindTable table = new KindTable(List.of(row));
    ReviewParser parser = new ReviewParser(table);

    assertThat(created(parser, row).word()).isEqualTo("other");
    WorkloadKind _ = table.found(row, "Fleet");
    assertThat(created(parser, row).word()).isEqualTo("fleet");
    assertThat(created(PARSER, WorkloadKind.POD).word()).isEqualTo("pod");
  }

  /// The other one is looked at itself.
  @Test
  void whatAnotherKindOfTheConfigurationControlsIsNotLookedAt() {
    WorkloadKind row = fleet("spec.pod");
    KindTable table = new KindTable(List.of(row));
    String owned =
        CREATE_POD.replace(
            "{\"spec\"",
            """
            {"metadata": {"ownerReferences": [{"apiVersion": "example.com/v1", "kind": "Fleet",
              "name": "f", "controller": true}]}, "spec\"""");

    assertThat(review(new ReviewParser(table), owned).workloads()).isNotEmpty();
    WorkloadKind _ = table.found(row, "Fleet");
    assertThat(review(new ReviewParser(table), owned).workloads()).isEmpty();
    table.gone(row);
    assertThat(review(new ReviewParser(table), owned).workloads()).isNotEmpty();
  }

  private static WorkloadKind fleet(String path) {
    return WorkloadKind.ofResource("example.com", "v1beta2", "fleets", path);
  }
}
