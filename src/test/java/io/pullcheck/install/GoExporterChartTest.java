package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The values file of k8s-image-availability-exporter's chart is taken as it is. What it renders
/// stands in the cases `go-exporter` and `go-exporter-changed` of [ChartTest].
class GoExporterChartTest {
  private static final Path CASES = Path.of("src/test/resources/helm");
  private static final Path MOVING = Path.of("docs/moving-from-the-go-exporter.md");

  private static List<String> arguments(String old) throws IOException {
    return Chart.render("k8sImageAvailabilityExporter: " + old)
        .object("Deployment", "pullcheck")
        .at("/spec/template/spec/containers/0/args")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --check-interval=2m                 | --check-interval=2m
          -check-interval=2m                  | --check-interval=2m
          --check-interval, 2m                | --check-interval=2m
          --ignored-images=a$~b               | --ignored-images=a$$~b
          --allowed-images=a                  | --allowed-images=a
          --namespace-label=team              | --namespace-label=team
          --skip-registry-cert-verification   | --skip-registry-cert-verification
          --allow-plain-http=true             | --allow-plain-http
          --default-registry=hub.example.com  | --default-registry=hub.example.com
          --capath=/certs/a.pem               | --capath=/certs/a.pem
          --image-mirror=docker.io=a/b        | --image-mirror=docker.io=a/b
          --force-check-disabled-controllers=cronjob | --force-check-disabled-controllers=CronJob
          --force-check-disabled-controllers=* | --force-check-disabled-controllers=*
          """)
  void aFlagOfItsArgumentsBecomesOurs(String old, String ours) throws IOException {
    var arguments = arguments("{args: [\"" + old.replace(", ", "\", \"") + "\"]}");

    assertThat(arguments).contains(ours).doesNotHaveDuplicates();
    var name = ours.replaceAll("=.*", "");
    assertThat(arguments).filteredOn(it -> it.startsWith(name)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"--bind-address=:8080", "--bind-address=0.0.0.0:8080", "--allow-plain-http=false"})
  void aFlagThatIsTheDefaultChangesNothing(String flag) throws IOException {
    assertThat(arguments("{args: [\"" + flag + "\"]}")).isEqualTo(arguments("{}"));
  }

  @Test
  void theWebhookAsksForTheNamespacesThatItsLabelNames() throws IOException {
    var release = Chart.render("k8sImageAvailabilityExporter: {args: [--namespace-label=team]}");

    var webhooks = release.object("ValidatingWebhookConfiguration", "pullcheck").at("/webhooks");

    assertThat(webhooks.get(0).at("/namespaceSelector/matchExpressions").findValues("key"))
        .extracting(JsonNode::asString)
        .contains("team");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {image: {repository: hub/pullcheck}}  | write image.registry and image.repository
          {args: ["--bind-address=:9090"]}      | write management.port
          {args: ["--bind-address=127.0.0.1:8080"]} | write management.port
          {args: [serve]}                       | "serve" is no flag: write each as --name=value
          {args: [--check-interval]}            | --check-interval has no value
          {args: [--check-interval=often]}      | checkInterval: often is no duration
          {args: ["--ignored-images=[a"]}       | ignoredImages: [a is no regular expression
          {args: [--image-mirror=docker.io]}    | --image-mirror=docker.io: write original=mirror
          {args: ["--default-registry=https://hub"]} | defaultRegistry: https://hub is no registry
          {args: [--log-format=json]}           | has no flag --log-format: write those of Pullcheck itself in extraArgs
          {args: [--force-check-disabled-controllers=Job]} | there is no kind Job
          """)
  void whatCannotBeTakenOverIsRefusedWithWhatToWrite(String old, String complaint) {
    assertThatThrownBy(() -> arguments(old)).hasMessageContaining(complaint);
  }

  @Test
  void labelsOfItsPodsAreRefused() {
    var values =
        "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey:"
            + " host, labelSelector: {matchLabels: {app: k8s-image-availability-exporter}}}]}}";

    assertThatThrownBy(() -> Chart.render(values))
        .hasMessageContaining("write app.kubernetes.io/instance: pullcheck");
  }

  static List<String> keys() throws IOException {
    var keys = new ArrayList<String>();
    keys("", Chart.yaml(CASES.resolve("go-exporter-changed/values.yaml")), keys);
    return keys;
  }

  private static void keys(String prefix, JsonNode values, List<String> into) {
    for (var value : values.properties()) {
      var name = prefix + value.getKey();
      var below = List.of("k8sImageAvailabilityExporter", "image", "podDisruptionBudget");
      if (below.contains(value.getKey())
          || value.getKey().equals("serviceMonitor")
          || value.getKey().equals("prometheusRule")) {
        keys(name + ".", value.getValue(), into);
      } else {
        into.add(name);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void theTableOfTheDocumentationHasARowForEachKey(String key) throws IOException {
    assertThat(Files.readAllLines(MOVING))
        .filteredOn(it -> it.startsWith("| `" + key + "` |"))
        .hasSize(1);
  }

  @Test
  void theTestedFilesHaveTheSameKeys() throws IOException {
    var defaults = new ArrayList<String>();
    keys("", Chart.yaml(CASES.resolve("go-exporter/values.yaml")), defaults);

    assertThat(keys()).containsAll(defaults);
  }
}
