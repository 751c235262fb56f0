package io.pullcheck.admission;

import io.pullcheck.workload.PodTemplate;
import io.pullcheck.workload.PodTemplate.Container;
import io.pullcheck.workload.PodTemplate.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a pod spec, field by field; a reader is used once.
final class PodSpecReader {

  private final JsonParser json;
  private final List<Container> initContainers = new ArrayList<>();
  private final List<Container> containers = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private final List<String> pullSecrets = new ArrayList<>();
  private final NodePlacementReader placement;
  private String serviceAccount = "";

  PodSpecReader(JsonParser json) {
    this.json = json;
    this.placement = new NodePlacementReader(json);
  }

  /// Reads the field's value, which is the current token.
  void field(String name) {
    switch (name) {
      case "initContainers" -> Json.elements(json, () -> initContainers.add(container()));
      case "containers" -> Json.elements(json, () -> containers.add(container()));
      case "volumes" -> Json.elements(json, () -> volumes.add(volume()));
      case "imagePullSecrets" -> Json.elements(json, () -> Json.fields(json, this::pullSecret));
      case "serviceAccountName" -> serviceAccount = Json.text(json);
      case "nodeSelector" -> placement.nodeSelector();
      case "affinity" -> placement.affinity();
      default -> {}
    }
  }

  PodTemplate template() {
    return new PodTemplate(
        initContainers,
        containers,
        volumes,
        pullSecrets,
        serviceAccount,
        placement.placement().platforms());
  }

  private Container container() {
    Map<String, String> texts = texts("name", "image", "imagePullPolicy");
    return new Container(
        texts.getOrDefault("name", ""),
        texts.getOrDefault("image", ""),
        texts.getOrDefault("imagePullPolicy", ""));
  }

  private Volume volume() {
    Map<String, String> texts = new HashMap<>();
    Json.fields(
        json,
        name -> {
          switch (name) {
            case "name" -> texts.put("name", Json.text(json));
            case "image" -> texts.putAll(texts("reference", "pullPolicy"));
            default -> {}
          }
        });
    Optional<String> image =
        Optional.ofNullable(texts.get("reference")).filter(text -> !text.isEmpty());
    return new Volume(texts.getOrDefault("name", ""), image, texts.getOrDefault("pullPolicy", ""));
  }

  private void pullSecret(String name) {
    if (name.equals("name") && !Json.text(json).isEmpty()) {
      pullSecrets.add(Json.text(json));
    }
  }

  /// Those fields of the current object that are wanted and are texts.
  private Map<String, String> texts(String... wanted) {
    Set<String> names = Set.of(wanted);
    Map<String, String> texts = new HashMap<>();
    Json.fields(
        json,
        name -> {
          if (names.contains(name) && json.currentToken() == JsonToken.VALUE_STRING) {
            texts.put(name, json.getString());
          }
        });
    return texts;
  }
}
