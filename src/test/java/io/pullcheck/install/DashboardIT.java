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

/// The Grafana dashboard: every query names metrics that exist and is PromQL, by promtool.
class DashboardIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private static JsonNode dashboard() throws IOException {
    return JSON.readTree(Files.readString(Chart.FOLDER.resolve("files/dashboard.json")));
  }

  private static List<String> queries() throws IOException {
    return dashboard().findValues("expr").stream().map(JsonNode::asString).toList();
  }

  @Test
  void everyQueryNamesMetricsThatExist() throws IOException {
    assertThat(queries())
        .hasSizeGreaterThan(15)
        .allSatisfy(
            it -> assertThat(MetricNames.in(it)).isNotEmpty().isSubsetOf(MetricNames.KNOWN));
  }

  @Test
  void everyQueryIsPromql() throws IOException {
    RealParts.require("promtool");
    var rules = JSON.createObjectNode();
    var group = rules.putArray("groups").addObject().put("name", "dashboard").putArray("rules");
    for (var query : queries()) {
      var expression = query.replace("$namespace", ".*").replace("$__rate_interval", "5m");
      group.addObject().put("record", "query_" + group.size()).put("expr", expression);
    }
    var file = folder.resolve("dashboard.yaml");
    Files.writeString(file, JSON.writeValueAsString(rules));

    var result = Command.run(List.of("promtool", "check", "rules", file.toString()));

    assertThat(result.exit()).as(result.err()).isZero();
  }

  @Test
  void panelsHaveTheirOwnIdsAndPlaces() throws IOException {
    var ids = new TreeSet<Integer>();
    var places = new TreeSet<String>();
    var panels = dashboard().at("/panels");

    for (var panel : panels) {
      ids.add(panel.at("/id").asInt());
      places.add(panel.at("/gridPos/x") + "," + panel.at("/gridPos/y"));
      assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
          .isLessThanOrEqualTo(24);
    }

    assertThat(ids).hasSize(panels.size());
    assertThat(places).hasSize(panels.size());
  }

  @Test
  void allDataComesFromTheSourceThatTheReaderChooses() throws IOException {
    for (var panel : dashboard().at("/panels")) {
      for (var target : panel.at("/targets")) {
        assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}");
      }
    }
    assertThat(dashboard().at("/templating/list").findValuesAsString("name"))
        .containsExactly("datasource", "namespace");
  }
}
