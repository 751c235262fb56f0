package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The chart's defaults and `webhook-config/` install the same: what is proven of the one on a real
/// API server holds for the other.
class ChartAndManifestsTest {
  private static final Path MANIFESTS = Path.of("webhook-config");

  private static JsonNode manifest(String file, String kind) throws IOException {
    return Chart.objects(Files.readString(MANIFESTS.resolve(file))).stream()
        .filter(it -> it.at("/kind").asString().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode chart(String kind) throws IOException {
    return Chart.render("{}").object(kind, "pullcheck");
  }

  @Test
  void theWebhookConfigurationsAreTheSame() throws IOException {
    var inManifest =
        manifest("validating-webhook-configuration.yaml", "ValidatingWebhookConfiguration");

    var inChart = chart("ValidatingWebhookConfiguration").at("/webhooks");

    assertThat(inChart).hasSize(4).isEqualTo(inManifest.at("/webhooks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ClusterRole", "Role"})
  void theRightsAreTheSame(String kind) throws IOException {
    assertThat(rights(chart(kind)))
        .containsExactlyInAnyOrderElementsOf(rights(manifest("rbac.yaml", kind)));
  }

  /// A role's rules, taken apart into single rights.
  private static List<String> rights(JsonNode role) {
    var rights = new ArrayList<String>();
    for (var rule : role.at("/rules")) {
      for (var resource : rule.at("/resources")) {
        for (var verb : rule.at("/verbs")) {
          rights.add(
              verb + " " + rule.at("/apiGroups") + resource + " " + rule.at("/resourceNames"));
        }
      }
    }
    return rights;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "terminationGracePeriodSeconds",
        "securityContext",
        "dnsConfig",
        "volumes",
        "containers/0/env",
        "containers/0/ports",
        "containers/0/startupProbe",
        "containers/0/livenessProbe",
        "containers/0/readinessProbe",
        "containers/0/resources",
        "containers/0/securityContext",
        "containers/0/volumeMounts"
      })
  void thePodsAreTheSame(String field) throws IOException {
    var inManifest = manifest("deployment.yaml", "Deployment").at("/spec/template/spec/" + field);

    var inChart = chart("Deployment").at("/spec/template/spec/" + field);

    assertThat(inChart.isMissingNode()).isFalse();
    assertThat(inChart).isEqualTo(inManifest);
  }
}
