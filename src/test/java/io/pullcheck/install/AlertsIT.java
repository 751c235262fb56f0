package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.MetricNames;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The alerts, judged by promtool.
@Tag("slow")
class AlertsIT {
  private static final Path RULES = Chart.FOLDER.resolve("files").toAbsolutePath();

  @TempDir Path folder;

  @BeforeAll
  static void needPromtool() {
    RealParts.require("promtool");
  }

  private static void promtool(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    var result = Command.run(command);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "alerts-compatible.yaml"})
  void theRulesAreValid(String file) throws IOException {
    promtool("check", "rules", "--lint=all", "--lint-fatal", RULES.resolve(file).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.test.yaml", "alerts-compatible.test.yaml"})
  void theRulesFireWhenTheyShould(String file) throws IOException {
    promtool("test", "rules", Path.of("src/test/resources/alerts", file).toString());
  }

  /// A clean-up of a registry: 28 images are gone, one of which 22 workloads use, the others one or
  /// two each. 57 workloads are concerned.
  @Test
  void anImageIsOneAlertHoweverManyUseIt() throws IOException {
    var series = new StringBuilder();
    for (int workload = 0; workload < 57; workload++) {
      int image = workload < 22 ? 0 : 1 + workload % 27;
      series.append(
          """
                - series: 'k8s_image_availability_exporter_absent{namespace="%s", kind="deployment", name="w%d", container="main", image="registry.example.com/shop/i%d:v1"}'
                  values: 1x20
          """
              .formatted(image % 2 == 0 ? "shop" : "pay", workload, image));
    }
    var test = folder.resolve("images.yaml");
    Files.writeString(
        test,
        """
        rule_files: [%s]
        evaluation_interval: 1m
        tests:
          - interval: 1m
            input_series:
              - series: k8s_image_availability_exporter_leader
                values: 1x20
        %s    promql_expr_test:
              - expr: count by (alertname, severity) (ALERTS{alertstate="firing"})
                eval_time: 16m
                exp_samples:
                  - labels: '{alertname="PullcheckImageAbsent", severity="warning"}'
                    value: 27
                  - labels: '{alertname="PullcheckWidelyUsedImageUnavailable", severity="critical"}'
                    value: 1
        """
            .formatted(RULES.resolve("alerts.yaml"), series));

    promtool("test", "rules", test.toString());
  }

  /// Whatever keeps an image from being available, after an hour somebody is told, and by one
  /// alert.
  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonIsCoveredByOneAlert(Reason reason) throws IOException {
    var labels =
        "{namespace=\"shop\", kind=\"pod\", name=\"p\", container=\"c\", image=\"r.example.com/i:1\"";
    var state = reason.state();
    var test = folder.resolve("reason.yaml");
    Files.writeString(
        test,
        """
        rule_files: [%s]
        evaluation_interval: 1m
        tests:
          - interval: 1m
            input_series:
              - series: 'k8s_image_availability_exporter_%s%s}'
                values: 1x70
              - series: 'k8s_image_availability_exporter_reason%s, reason="%s"}'
                values: 1x70
              - series: k8s_image_availability_exporter_leader
                values: 1x70
            promql_expr_test:
              - expr: count(ALERTS{alertstate="firing"})
                eval_time: 65m
                exp_samples: [{value: 1}]
        """
            .formatted(RULES.resolve("alerts.yaml"), state.word(), labels, labels, reason.word()));

    promtool("test", "rules", test.toString());
  }

  @Test
  void theMetricsAreThoseOfPullcheck() throws IOException {
    for (var file : List.of("alerts.yaml", "alerts-compatible.yaml")) {
      assertThat(MetricNames.in(Files.readString(RULES.resolve(file))))
          .isNotEmpty()
          .isSubsetOf(MetricNames.all());
    }
  }
}
