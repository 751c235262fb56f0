package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What the chart says of itself: README, schema and values tell of the same values.
class ChartDocumentationTest {
  private static final String START = "<!-- values: generated from values.yaml -->\n";
  private static final String END = "<!-- /values -->\n";
  private static final List<String> MOVED =
      List.of("replicas", "topologySpread", "extraVolumes", "extraVolumeMounts", "monitoring");

  @Test
  void theReadmeListsTheValuesAsValuesYamlDescribesThem() throws IOException {
    var readme = Chart.FOLDER.resolve("README.md");
    var text = Files.readString(readme);
    var table = ValuesTable.of(Files.readAllLines(Chart.FOLDER.resolve("values.yaml")));

    var expected =
        text.substring(0, text.indexOf(START) + START.length())
            + table
            + text.substring(text.indexOf(END));

    GoldenFiles.assertSame(readme, expected);
  }

  @Test
  void schemaAndValuesHaveTheSameNames() throws IOException {
    var values = new ArrayList<String>();
    names("", Chart.yaml(Chart.FOLDER.resolve("values.yaml")), values);
    var schema = new ArrayList<String>();
    namesInSchema("", Chart.yaml(Chart.FOLDER.resolve("values.schema.json")), schema);

    assertThat(schema).containsAll(values);
    // Values whose content is free or empty by default: the schema knows more of it. Values that
    // have another name now are refused by the templates.
    assertThat(schema)
        .filteredOn(it -> !values.contains(it) && !MOVED.contains(it))
        .allMatch(
            it ->
                it.startsWith("config.")
                    || it.startsWith("dnsConfig.")
                    || it.startsWith("k8sImageAvailabilityExporter.")
                    || it.equals("strategy.type")
                    || it.startsWith("tls.certManager.issuerRef."));
  }

  private static void names(String prefix, JsonNode values, List<String> into) {
    for (var value : values.properties()) {
      into.add(prefix + value.getKey());
      if (!List.of("resources", "labels").contains(value.getKey())) {
        names(prefix + value.getKey() + ".", value.getValue(), into);
      }
    }
  }

  private static void namesInSchema(String prefix, JsonNode schema, List<String> into) {
    for (var value : schema.at("/properties").properties()) {
      into.add(prefix + value.getKey());
      namesInSchema(prefix + value.getKey() + ".", value.getValue(), into);
    }
  }

  @Test
  void everyObjectOfTheSchemaIsClosed() throws IOException {
    var schema = Chart.yaml(Chart.FOLDER.resolve("values.schema.json"));
    var open = new ArrayList<String>();

    for (var value : schema.at("/properties").properties()) {
      var rule = value.getValue();
      if (rule.has("properties") && !rule.path("additionalProperties").isBoolean()) {
        open.add(value.getKey());
      }
    }

    // Helm shares it between charts, each of which may read other names.
    assertThat(open).containsExactly("global");
    assertThat(schema.at("/additionalProperties").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"category", "license", "changes", "prerelease", "recommendations"})
  void artifactHubFindsItsAnnotations(String annotation) throws IOException {
    var chart = Chart.yaml(Chart.FOLDER.resolve("Chart.yaml"));

    assertThat(chart.at("/annotations/artifacthub.io~1" + annotation).asString()).isNotBlank();
  }
}
