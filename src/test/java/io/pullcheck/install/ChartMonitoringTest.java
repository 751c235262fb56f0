package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The chart hands on the very files that serve a plain Prometheus and Grafana.
class ChartMonitoringTest {

  @ParameterizedTest
  @CsvSource({"false,files/alerts.yaml", "true,files/alerts-compatible.yaml"})
  void theAlertsAreThoseOfTheFile(boolean compatible, String file) throws IOException {
    var release = Chart.render("prometheusRule: {enabled: true, compatible: " + compatible + "}");

    var groups = release.object("PrometheusRule", "pullcheck").at("/spec/groups");

    assertThat(groups).isEqualTo(Chart.yaml(Chart.FOLDER.resolve(file)).at("/groups"));
  }

  @Test
  void anAlertCanBeLeftOut() throws IOException {
    var release = Chart.render("prometheusRule: {enabled: true, disabled: [PullcheckRateLimited]}");

    var names =
        release.object("PrometheusRule", "pullcheck").findValues("alert").stream()
            .map(it -> it.asString());

    assertThat(names).contains("PullcheckImageAbsent").doesNotContain("PullcheckRateLimited");
  }

  @Test
  void theDashboardIsThatOfTheFile() throws IOException {
    var release = Chart.render("dashboard: {enabled: true}");

    var dashboard = release.object("ConfigMap", "pullcheck-dashboard");

    assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
    assertThat(dashboard.at("/data/pullcheck.json").asString().strip())
        .isEqualTo(Files.readString(Chart.FOLDER.resolve("files/dashboard.json")).strip());
  }

  @Test
  void eachMonitorFindsThePodsOnce() throws IOException {
    var release = Chart.render("serviceMonitor: {enabled: true}");

    var selector = release.object("ServiceMonitor", "pullcheck").at("/spec/selector/matchLabels");
    var labels = release.object("Service", "pullcheck-metrics").at("/metadata/labels");
    var others = release.object("Service", "pullcheck-webhook").at("/metadata/labels");

    assertThat(labels.properties()).containsAll(selector.properties());
    assertThat(others.properties().containsAll(selector.properties())).isFalse();
  }
}
