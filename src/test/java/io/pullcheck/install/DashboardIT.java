package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.MetricNames;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Grafana dashboard: every query names metrics that exist, is PromQL, by promtool, and follows
/// the variables.
class DashboardIT {

  @TempDir Path folder;

  @Test
  void everyQueryNamesMetricsThatExist() throws IOException {
    assertThat(Dashboard.queries())
        .hasSizeGreaterThan(25)
        .allSatisfy(
            it ->
                assertThat(MetricNames.in(it.expression()))
                    .isNotEmpty()
                    .isSubsetOf(MetricNames.all()));
  }

  @Test
  void everyQueryIsPromql() throws IOException {
    RealParts.require("promtool");
    var rules = JsonMapper.shared().createObjectNode();
    var group = rules.putArray("groups").addObject().put("name", "dashboard").putArray("rules");
    for (var query : Dashboard.queries().toList()) {
      group
          .addObject()
          .put("record", "query_" + group.size())
          .put("expr", query.asked("(shop|pay)", "(docker\\\\.io|127\\\\.0\\\\.0\\\\.1:5000)"));
    }
    var file = folder.resolve("dashboard.yaml");
    Files.writeString(file, JsonMapper.shared().writeValueAsString(rules));

    var result = Command.run(List.of("promtool", "check", "rules", file.toString()));

    assertThat(result.exit()).as(result.err()).isZero();
  }

  /// What is about a container follows all of them, what is about a registry cluster and registry.
  /// Pullcheck's own metrics, and totals, have nothing but their cluster.
  @Test
  void everyQueryFollowsTheVariablesThatItsMetricsHaveLabelsFor() throws IOException {
    for (var query : Dashboard.queries().toList()) {
      var names = MetricNames.in(query.expression());
      var expression = query.expression();

      assertThat(expression.split("cluster=~\"\\$cluster\"", -1))
          .as(expression)
          .hasSameSizeAs(expression.split("(k8s_image_availability_exporter|apiserver)_", -1));
      if (names.stream().anyMatch(MetricNames.OF_CONTAINERS::contains)) {
        assertThat(expression).contains("namespace=~\"$namespace\"", "\"$registry\"");
      } else if (names.stream().anyMatch(it -> it.matches(".*_(registry|check_duration)_.*"))) {
        assertThat(expression).contains("registry=~\"$registry\"");
      }
    }
  }

  @Test
  void panelsHaveTheirOwnIdsAndPlaces() throws IOException {
    var ids = new TreeSet<Integer>();
    for (var panel : Dashboard.panels()) {
      ids.add(panel.at("/id").asInt());
      assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
          .isLessThanOrEqualTo(24);
    }
    var places = new TreeSet<String>();
    for (var panel : Dashboard.read().at("/panels")) {
      places.add(panel.at("/gridPos/x") + "," + panel.at("/gridPos/y"));
    }

    assertThat(ids).hasSize(Dashboard.panels().size());
    assertThat(places).hasSize(Dashboard.read().at("/panels").size());
  }

  @Test
  void whatIsForDevelopersIsFoldedAway() throws IOException {
    var folded =
        Dashboard.read()
            .at("/panels")
            .valueStream()
            .filter(it -> it.at("/collapsed").asBoolean(false))
            .toList();

    assertThat(folded)
        .extracting(it -> it.at("/title").asString())
        .containsExactly(
            "Admission, of all namespaces", "Fleet", "Pullcheck itself, for its developers");
    assertThat(folded).allMatch(it -> it.at("/panels").size() > 2);
  }

  @Test
  void allDataComesFromTheSourceThatTheReaderChooses() throws IOException {
    for (var panel : Dashboard.panels()) {
      for (JsonNode target : panel.at("/targets")) {
        assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
      }
    }
    assertThat(Dashboard.read().at("/templating/list").findValuesAsString("name"))
        .containsExactly("datasource", "cluster", "namespace", "registry");
  }
}
