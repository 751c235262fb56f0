package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

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

  /// The page that Pullcheck serves itself, or the installer's own; never one that is not there.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          }, management: {url: "https://pullcheck.example.com/"} | https://pullcheck.example.com/runbook
          , runbookUrl: "https://wiki.example.com/p"}, management: {url: "https://pullcheck.example.com"} | https://wiki.example.com/p
          , runbookUrl: "https://wiki.example.com/p"} | https://wiki.example.com/p
          """)
  void runbookLinksLeadToWhereThePageIs(String values, String runbook) throws IOException {
    var release = Chart.render("{prometheusRule: {enabled: true" + values + "}");

    for (var rule : rules(release)) {
      assertThat(rule.at("/annotations/runbook_url").asString())
          .isEqualTo(runbook + "#" + rule.at("/alert").asString().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void theNumberOfWorkloadsThatMakesAnAlertCriticalIsTheInstallers() throws IOException {
    var release = Chart.render("prometheusRule: {enabled: true, criticalWorkloads: 25}");

    var text = rules(release).toString();

    assertThat(text).contains(">= 25 # criticalWorkloads", "< 25 # criticalWorkloads");
    assertThat(text).doesNotContain("10 # criticalWorkloads");
  }

  /// Else nobody would be told of them.
  @Test
  void withoutTheAlertAboutWidelyUsedImagesTheOthersTellOfThem() throws IOException {
    var release =
        Chart.render(
            "prometheusRule: {enabled: true, disabled: [PullcheckWidelyUsedImageUnavailable]}");

    for (var rule : rules(release)) {
      var expression = rule.at("/expr").asString();
      if (rule.at("/alert").asString().startsWith("PullcheckImage")) {
        assertThat(expression).doesNotContain(" 10 # criticalWorkloads");
      } else if (rule.at("/alert").asString().equals("PullcheckCredentialsRejected")) {
        assertThat(expression).contains(" 10 # criticalWorkloads");
      }
    }
  }

  private static List<JsonNode> rules(Chart.Release release) {
    return release.object("PrometheusRule", "pullcheck").at("/spec/groups").values().stream()
        .flatMap(group -> group.at("/rules").values().stream())
        .toList();
  }

  @Test
  void theDashboardLinksToTheStatusPageWhereThatIs() throws IOException {
    var release =
        Chart.render(
            "{dashboard: {enabled: true}, management: {url: \"https://pullcheck.example.com\"}}");

    var dashboard = release.object("ConfigMap", "pullcheck-dashboard").at("/data/pullcheck.json");

    assertThat(dashboard.asString())
        .contains("\"https://pullcheck.example.com/?image=${__value.text}\"")
        .doesNotContain("STATUS-PAGE");
    assertThat(Files.readString(Chart.FOLDER.resolve("files/dashboard.json")))
        .doesNotContain("http://", "https://");
  }

  @Test
  void ownRulesStandBesideOrInPlaceOfTheAlerts() throws IOException {
    var own = "additionalGroups: [{name: own, rules: [{alert: Own, expr: vector(1)}]}]";

    assertThat(groups("prometheusRule: {enabled: true, " + own + "}"))
        .contains("own")
        .hasSize(alertGroups().size() + 1);
    assertThat(groups("prometheusRule: {enabled: true, defaultGroupsEnabled: false, " + own + "}"))
        .containsExactly("own");
  }

  private static JsonNode alertGroups() throws IOException {
    return Chart.yaml(Chart.FOLDER.resolve("files/alerts.yaml")).at("/groups");
  }

  /// A group without a rule is none to Prometheus.
  @Test
  void aGroupGoesWithItsLastAlert() throws IOException {
    var group = alertGroups().get(1);
    var disabled = group.findValuesAsString("alert").toString();

    assertThat(groups("prometheusRule: {enabled: true, disabled: " + disabled + "}"))
        .doesNotContain(group.at("/name").asString())
        .hasSize(alertGroups().size() - 1);
  }

  private static List<String> groups(String values) throws IOException {
    return Chart.render(values)
        .object("PrometheusRule", "pullcheck")
        .at("/spec/groups")
        .valueStream()
        .map(it -> it.at("/name").asString())
        .toList();
  }

  /// A label that the chart sets, too, stands there once: the user's.
  @ParameterizedTest
  @CsvSource({
    "serviceMonitor,ServiceMonitor,pullcheck",
    "prometheusRule,PrometheusRule,pullcheck",
    "dashboard,ConfigMap,pullcheck-dashboard"
  })
  void labelsForASelectorGoBeforeTheCharts(String value, String kind, String name)
      throws IOException {
    var labels = "labels: {app.kubernetes.io/instance: prometheus, release: prometheus}";

    var release = Chart.render(value + ": {enabled: true, " + labels + "}");
    var label = release.object(kind, name).at("/metadata/labels/app.kubernetes.io~1instance");

    assertThat(label.asString()).isEqualTo("prometheus");
  }

  @ParameterizedTest
  @CsvSource({
    "serviceMonitor,ServiceMonitor,endpoints",
    "podMonitor,PodMonitor,podMetricsEndpoints"
  })
  void aMonitorElsewhereFindsThePodsHere(String value, String kind, String endpoints)
      throws IOException {
    var values =
        value.equals("serviceMonitor")
            ? "serviceMonitor: {enabled: true, namespace: monitoring, interval: 1m}"
            : "podMonitor: {enabled: true}\nserviceMonitor: {namespace: monitoring, interval: 1m}";

    var monitor = Chart.render(values).object(kind, "pullcheck");

    assertThat(monitor.at("/metadata/namespace").asString()).isEqualTo("monitoring");
    assertThat(monitor.at("/spec/namespaceSelector/matchNames/0").asString())
        .isEqualTo("pullcheck");
    assertThat(monitor.at("/spec/" + endpoints + "/0/interval").asString()).isEqualTo("1m");
    assertThat(monitor.at("/spec/" + endpoints + "/0/honorLabels").asBoolean()).isTrue();
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
