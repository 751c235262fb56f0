package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ChartTest {
  private static final Path CASES = Path.of("src/test/resources/helm");

  static List<Path> cases() throws IOException {
    try (Stream<Path> cases = Files.list(CASES)) {
      return cases.sorted().toList();
    }
  }

  /// A folder for each set of values: what is applied, and what the installer reads.
  @ParameterizedTest
  @MethodSource("cases")
  void valuesRenderWhatIsExpected(Path folder) throws IOException {
    var release = Chart.render(folder.resolve("values.yaml"));

    GoldenFiles.assertSame(folder.resolve("manifests.yaml"), release.manifests());
    GoldenFiles.assertSame(folder.resolve("notes.txt"), Chart.notes(folder.resolve("values.yaml")));
  }

  @Test
  void noFileOfACaseIsUnused() {
    assertThat(CASES.toFile().listFiles())
        .allSatisfy(
            folder ->
                assertThat(folder.list())
                    .containsExactlyInAnyOrder("values.yaml", "manifests.yaml", "notes.txt"));
  }

  @Test
  void theStrictLinterFindsNothing() {
    var result = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(result.isFailed()).isFalse();
    assertThat(result.getMessages())
        .noneMatch(it -> it.contains("ERROR") || it.contains("WARNING"));
  }

  /// A chart that names a registry without Pullcheck's image would install, and never start.
  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "image: {repository: team/pullcheck}", "global: {imageRegistry: ''}"})
  void withoutARegistryItSaysWhatIsNeeded(String values, @TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("values.yaml"), values);
    var template = new Helm(Chart.FOLDER).template().withKubeVersion("1.37.0").withValuesFile(file);

    assertThatThrownBy(template::call).hasMessageContaining("image.registry is needed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                          | registry.example.com/pullcheck/pullcheck:0.1.0
          image: {registry: "", repository: "hub.example.com/images"} | hub.example.com/images:0.1.0
          image: {registry: "", repository: "localhost/images"}       | localhost/images:0.1.0
          global: {imageRegistry: "hub.example.com:5000"}             | hub.example.com:5000/pullcheck/pullcheck:0.1.0
          image: {tag: v2}                                            | registry.example.com/pullcheck/pullcheck:v2
          """)
  void theImageIsNamedAsOneIsUsedTo(String values, String image) throws IOException {
    assertThat(container(values).at("/image").asString()).isEqualTo(image);
  }

  private static JsonNode container(String values) throws IOException {
    return pod(values).at("/containers/0");
  }

  private static JsonNode pod(String values) throws IOException {
    return Chart.render(values).object("Deployment", "pullcheck").at("/spec/template/spec");
  }

  /// OpenShift sets contexts of its own, and refuses users outside of a namespace's range.
  @ParameterizedTest
  @ValueSource(strings = {"{}", "null"})
  void securityContextsCanBeEmptied(String context) throws IOException {
    var values = "podSecurityContext: " + context + "\nsecurityContext: " + context + "\n";

    assertThat(pod(values).at("/securityContext").isMissingNode()).isTrue();
    assertThat(container(values).at("/securityContext").isMissingNode()).isTrue();
  }

  @Test
  void aPartOfASecurityContextIsChangedOrTakenOut() throws IOException {
    var context = pod("podSecurityContext: {runAsUser: null, fsGroup: 7}").at("/securityContext");

    assertThat(context.has("runAsUser")).isFalse();
    assertThat(context.at("/fsGroup").asInt()).isEqualTo(7);
    assertThat(context.at("/runAsNonRoot").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                        | {"maxUnavailable":1}
          podDisruptionBudget: {minAvailable: 1}    | {"minAvailable":1}
          podDisruptionBudget: {minAvailable: 50%}  | {"minAvailable":"50%"}
          podDisruptionBudget: {maxUnavailable: 0}  | {"maxUnavailable":0}
          """)
  void theDisruptionBudgetHasOneLimit(String values, String limit) throws IOException {
    var spec = Chart.render(values).object("PodDisruptionBudget", "pullcheck").at("/spec");

    var limits = ((ObjectNode) spec).retain("minAvailable", "maxUnavailable");

    assertThat(limits).hasToString(limit);
  }

  @Test
  void thePortsAreThoseOfTheFlags() throws IOException {
    var container = container("{webhook: {port: 9443}, management: {port: 9080}}");

    assertThat(container.at("/ports").findValues("containerPort"))
        .extracting(JsonNode::asInt)
        .containsExactly(9443, 9080);
    assertThat(container.at("/args").valueStream().map(JsonNode::asString))
        .contains("--webhook-bind-address=:9443", "--bind-address=:9080");
  }
}
