package io.pullcheck.install;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Grafana dashboard of the chart.
final class Dashboard {

  private Dashboard() {}

  /// One query of a panel, with the dashboard's variables.
  record Query(String panel, String expression) {

    /// With Grafana's variables replaced, as it does before it asks.
    ///
    /// @param namespace an expression, as Grafana makes it of what is chosen
    /// @param registry the same
    String asked(String namespace, String registry) {
      return expression
          .replace("$cluster", ".*")
          .replace("$namespace", namespace)
          .replace("$registry", registry)
          .replace("$__rate_interval", "5s")
          .replace("$__range", "1h");
    }
  }

  static JsonNode read() throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(Chart.FOLDER.resolve("files/dashboard.json")));
  }

  /// All panels, the rows and those inside of folded rows too.
  static List<JsonNode> panels() throws IOException {
    var panels = new ArrayList<JsonNode>();
    for (var panel : read().at("/panels")) {
      panels.add(panel);
      panel.at("/panels").forEach(panels::add);
    }
    return panels;
  }

  static Stream<Query> queries() throws IOException {
    return panels().stream()
        .flatMap(
            panel ->
                panel
                    .at("/targets")
                    .valueStream()
                    .map(
                        target ->
                            new Query(
                                panel.at("/title").asString(), target.at("/expr").asString())));
  }
}
