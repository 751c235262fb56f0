package io.pullcheck.testing;

import io.pullcheck.model.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The series of one scrape: `name{label="value",…}` and their values.
public record Scrape(Map<String, Double> series) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PREFIX = "k8s_image_availability_exporter_";

  public Scrape {
    series = new TreeMap<>(series);
  }

  public static Scrape of(URI metrics) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    return new Scrape(
        answer
            .body()
            .lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.lastIndexOf(' ')),
                    line -> number(line.substring(line.lastIndexOf(' ') + 1)))));
  }

  private static final Set<String> STATES =
      Arrays.stream(State.values()).map(State::word).collect(Collectors.toSet());

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  /// Our families' series that carry all of these labels, each `name="value"`; without the prefix.
  public Map<String, Double> with(String... labels) {
    Map<String, Double> found = new TreeMap<>();
    series.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && Arrays.stream(labels).allMatch(name::contains)) {
            found.put(name.substring(PREFIX.length(), name.indexOf('{')), value);
          }
        });
    return found;
  }

  /// The state gauge that is 1 among the series of one workload; empty if there is none.
  public String state(String namespace, String name) {
    return with("namespace=\"" + namespace + "\"", "name=\"" + name + "\"").entrySet().stream()
        .filter(each -> each.getValue() == 1 && STATES.contains(each.getKey()))
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(","));
  }
}
