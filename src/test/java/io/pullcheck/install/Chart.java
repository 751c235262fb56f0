package io.pullcheck.install;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The chart, as Helm itself (in this process) renders it for the release `pullcheck` in the
/// namespace `pullcheck`.
final class Chart {
  static final Path FOLDER = Path.of("helm/pullcheck");

  /// The one value that has no default.
  static final Path REGISTRY = Path.of("src/test/resources/registry.yaml");

  private static final YAMLMapper YAML = new YAMLMapper();

  private Chart() {}

  /// What a release consists of, but for the objects of `helm test`, which this binding does not
  /// hand out.
  record Release(String manifests) {

    JsonNode object(String kind, String name) {
      return objects(manifests).stream()
          .filter(it -> it.at("/kind").asString().equals(kind))
          .filter(it -> it.at("/metadata/name").asString().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }
  }

  static Release render(Path values) {
    return new Release(
        new Helm(FOLDER)
            .template()
            .withName("pullcheck")
            .withNamespace("pullcheck")
            .withKubeVersion("1.37.0")
            .withValuesFile(REGISTRY)
            .withValuesFile(values)
            .call());
  }

  /// What its installer reads.
  static String notes(Path values) {
    var output =
        new Helm(FOLDER)
            .install()
            .withName("pullcheck")
            .withNamespace("pullcheck")
            .withKubeVersion("1.37.0")
            .clientOnly()
            .dryRun()
            .withValuesFile(REGISTRY)
            .withValuesFile(values)
            .call()
            .getOutput();
    return output.substring(output.indexOf("\nNOTES:\n") + 8);
  }

  /// Renders values that stand in a test, as YAML.
  static Release render(String values) throws IOException {
    var file = Files.createTempFile("values", ".yaml");
    try {
      return render(Files.writeString(file, values));
    } finally {
      Files.delete(file);
    }
  }

  static List<JsonNode> objects(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return documents.readAll().stream().filter(JsonNode::isObject).toList();
    }
  }

  static JsonNode yaml(Path file) throws IOException {
    return objects(Files.readString(file)).getFirst();
  }
}
