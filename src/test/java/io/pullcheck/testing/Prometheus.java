package io.pullcheck.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's Prometheus as a process on loopback, which scrapes one target twice a second.
public final class Prometheus implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address = "127.0.0.1:" + Ports.free();
  private final Path folder;
  private final ChildProcess process;

  /// @param target its `/metrics`
  /// @param rules files of the chart; their alerts wait for a second only
  public Prometheus(URI target, List<String> rules) throws IOException {
    Path program = RealParts.require("prometheus");
    folder = TemporaryFolder.create("prometheus");
    for (String rule : rules) {
      String text = Files.readString(Path.of("helm/pullcheck/files", rule));
      Files.writeString(folder.resolve(rule), text.replaceAll("\\bfor: [0-9]+[mh]", "for: 1s"));
    }
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms}
            rule_files: [%s]
            scrape_configs:
            - {job_name: pullcheck, static_configs: [{targets: ["%s"]}]}
            """
                .formatted(String.join(", ", rules), target.getAuthority()));
    process =
        ChildProcess.start(
            Map.of(),
            List.of(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address));
  }

  /// The labels of the alerts of this name that fire now.
  public List<JsonNode> firing(String alert) throws IOException, InterruptedException {
    return get("alerts")
        .path("alerts")
        .valueStream()
        .filter(each -> each.path("state").asString().equals("firing"))
        .map(each -> each.path("labels"))
        .filter(labels -> labels.path("alertname").asString().equals(alert))
        .toList();
  }

  /// The names of all series that it has seen.
  public Set<String> names() throws IOException, InterruptedException {
    return values(get("label/__name__/values")).collect(Collectors.toSet());
  }

  /// The values of what an expression finds now.
  public List<String> query(String expression) throws IOException, InterruptedException {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return get("query?query=" + encoded)
        .path("result")
        .valueStream()
        .map(each -> each.path("value").get(1).asString())
        .toList();
  }

  private static Stream<String> values(JsonNode list) {
    return list.valueStream().map(JsonNode::asString);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/" + path)).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    JsonNode root = JsonMapper.shared().readTree(answer.body());
    if (!root.path("status").asString().equals("success")) {
      throw new IOException("Prometheus says " + answer.body());
    }
    return root.path("data");
  }

  @Override
  public void close() {
    process.close();
    TemporaryFolder.delete(folder);
  }
}
