package io.pullcheck.admission;

import io.pullcheck.workload.NodePlacement;
import io.pullcheck.workload.NodeRequirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/// Reads a pod spec's `nodeSelector` and required node affinity; a reader is used once.
final class NodePlacementReader {

  private final JsonParser json;
  private final Map<String, String> nodeSelector = new HashMap<>();
  private final List<List<NodeRequirement>> terms = new ArrayList<>();

  NodePlacementReader(JsonParser json) {
    this.json = json;
  }

  NodePlacement placement() {
    return new NodePlacement(nodeSelector, terms);
  }

  /// The current token is the value of `nodeSelector`.
  void nodeSelector() {
    Json.fields(json, label -> nodeSelector.put(label, Json.text(json)));
  }

  /// The current token is the value of `affinity`.
  void affinity() {
    only(
        "nodeAffinity",
        () ->
            only(
                "requiredDuringSchedulingIgnoredDuringExecution",
                () -> only("nodeSelectorTerms", () -> Json.elements(json, this::term))));
  }

  private void term() {
    List<NodeRequirement> term = new ArrayList<>();
    only("matchExpressions", () -> Json.elements(json, () -> term.add(requirement())));
    terms.add(term);
  }

  private NodeRequirement requirement() {
    Map<String, String> texts = new HashMap<>();
    List<String> values = new ArrayList<>();
    Json.fields(
        json,
        name -> {
          switch (name) {
            case "key", "operator" -> texts.put(name, Json.text(json));
            case "values" -> Json.elements(json, () -> values.add(Json.text(json)));
            default -> {}
          }
        });
    return new NodeRequirement(
        texts.getOrDefault("key", ""), texts.getOrDefault("operator", ""), values);
  }

  private void only(String field, Runnable read) {
    Json.fields(
        json,
        name -> {
          if (name.equals(field)) {
            read.run();
          }
        });
  }
}
