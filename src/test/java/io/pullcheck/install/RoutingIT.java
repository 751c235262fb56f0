package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alerts that are told apart by their workloads' labels, judged by promtool.
class RoutingIT {
  private static final String SERIES =
      """
            - series: 'k8s_image_availability_exporter_absent{namespace="shop", kind="deployment", name="cart", container="main", image="i:1"}'
              values: 1x30
            - series: 'k8s_image_availability_exporter_absent{namespace="shop", kind="rollout", name="web", container="main", image="i:1"}'
              values: 1x30
            - series: 'k8s_image_availability_exporter_absent{namespace="shop", kind="cronjob", name="mail", container="main", image="i:1"}'
              values: 1x30
            - series: 'k8s_image_availability_exporter_absent{namespace="shop", kind="job", name="lost", container="main", image="i:1"}'
              values: 1x30
            - series: 'k8s_image_availability_exporter_workload_labels{instance="a", namespace="shop", kind="deployment", name="cart", label_team="red"}'
              values: 1x5 stale
            - series: 'k8s_image_availability_exporter_workload_labels{instance="b", namespace="shop", kind="deployment", name="cart", label_team="red"}'
              values: _x3 1x27
            - series: 'k8s_image_availability_exporter_workload_labels{instance="b", namespace="shop", kind="rollout", name="web", label_team="blue"}'
              values: 1x30
            - series: 'k8s_image_availability_exporter_workload_labels{instance="b", namespace="shop", kind="cronjob", name="mail"}'
              values: 1x30
            - series: k8s_image_availability_exporter_leader
              values: 1x30
      """;

  @TempDir Path folder;

  @BeforeAll
  static void needPromtool() {
    RealParts.require("promtool");
  }

  private void promtool(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    var result = Command.run(command);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
  }

  private String rules() throws IOException {
    var rules =
        Mixin.value("(mixin { _config+:: { routingLabels: ['label_team'] } }).prometheusAlerts");
    return Files.writeString(folder.resolve("alerts.yaml"), rules.toString()).toString();
  }

  private Path test(String rules, String expectations) throws IOException {
    return Files.writeString(
        folder.resolve("test.yaml"),
        """
        rule_files: [%s]
        evaluation_interval: 1m
        tests:
          - interval: 1m
            input_series:
        %s    promql_expr_test:
        %s
        """
            .formatted(rules, SERIES, expectations.indent(6)));
  }

  /// Also while two replicas export the same workload, as at a change of the leader; and a workload
  /// of which Pullcheck has exported no labels yet is not lost.
  @Test
  void anAbsentImageIsAnAlertForEachTeamThatUsesIt() throws IOException {
    var rules = rules();
    promtool("check", "rules", "--lint=all", "--lint-fatal", rules);
    promtool(
        "test",
        "rules",
        test(
                rules,
                """
                - expr: sum by (label_team) (ALERTS{alertname="PullcheckImageAbsent", alertstate="firing"})
                  eval_time: 16m
                  exp_samples:
                    - {labels: '{label_team="red"}', value: 1}
                    - {labels: '{label_team="blue"}', value: 1}
                    - {labels: '{}', value: 1}
                """)
            .toString());
  }

  /// The query in docs/metrics.md.
  @Test
  void theJoinOfTheDocumentationWorks() throws IOException {
    var documented =
        Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/metrics.md")));
    assertThat(documented.find()).isTrue();
    promtool(
        "test",
        "rules",
        test(
                rules(),
                """
                - expr: |
                %s
                  eval_time: 4m
                  exp_samples:
                    - {labels: '{label_team="red", namespace="shop", kind="deployment", name="cart", container="main", image="i:1"}', value: 1}
                    - {labels: '{label_team="blue", namespace="shop", kind="rollout", name="web", container="main", image="i:1"}', value: 1}
                    - {labels: '{namespace="shop", kind="cronjob", name="mail", container="main", image="i:1"}', value: 1}
                """
                    .formatted(documented.group(1).indent(4).stripTrailing()))
            .toString());
  }
}
