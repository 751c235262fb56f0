package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.WorkloadKinds;
import io.pullcheck.workload.WorkloadKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is installed, held against the table of kinds: a row that is new must be added here, and
/// none may be left that the program does not know.
class KindsTest {
  private static final Path MANIFEST =
      Path.of("webhook-config/validating-webhook-configuration.yaml");
  private static final Path GOLDENS = Path.of("src/test/resources/helm");

  /// Each webhook configuration: the one in `webhook-config/` and those that the chart renders.
  static List<JsonNode> configurations() throws IOException {
    var configurations = new ArrayList<>(Chart.objects(Files.readString(MANIFEST)));
    try (var files = Files.walk(GOLDENS)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().endsWith(".yaml")) {
          configurations.addAll(Chart.objects(Files.readString(file)));
        }
      }
    }
    configurations.removeIf(
        it -> !it.at("/kind").asString().equals("ValidatingWebhookConfiguration"));
    return configurations;
  }

  @Test
  void someConfigurationsAreGoldensOfTheChart() throws IOException {
    assertThat(configurations()).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void theWebhookIsAskedAboutEachKindByItsPodSpecPath(JsonNode configuration) {
    var paths = new TreeMap<String, String>();
    for (var webhook : ofTheTable(configuration)) {
      for (var rule : webhook.at("/rules")) {
        for (var resource : rule.at("/resources")) {
          var name =
              rule.at("/apiGroups/0").asString() + "/" + rule.at("/apiVersions/0").asString();
          paths.put(name + "/" + resource.asString(), templatePath(webhook));
        }
      }
    }

    var expected = new TreeMap<String, String>();
    WorkloadKind.BUILT_IN.forEach(
        kind ->
            expected.put(
                kind.group() + "/" + kind.version() + "/" + kind.plural(), template(kind)));
    // The only other way to get an image into the cluster: kubectl debug.
    expected.put("/v1/pods/ephemeralcontainers", template(WorkloadKind.POD));
    // Gets no image into the cluster, but may have one pulled on another node. Has no pod spec.
    expected.put("/v1/pods/eviction", "");
    assertThat(paths.keySet()).isEqualTo(expected.keySet());
    if (configuration.toString().contains("template-changed")) {
      assertThat(paths).isEqualTo(expected);
    }
  }

  /// The webhooks of kinds that are not the configuration's: those have rules for what they are.
  private static List<JsonNode> ofTheTable(JsonNode configuration) {
    var known = WorkloadKind.BUILT_IN.stream().map(WorkloadKind::group).toList();
    return configuration
        .at("/webhooks")
        .valueStream()
        .filter(it -> known.contains(it.at("/rules/0/apiGroups/0").asString()))
        .toList();
  }

  // With its annotations: `kubectl rollout restart` sets one. Those of a pod change without a pull.
  private static String template(WorkloadKind kind) {
    return kind.equals(WorkloadKind.POD)
        ? kind.podSpecPath()
        : kind.podSpecPath().replaceFirst("\\.spec$", "");
  }

  /// What another object controls is skipped only if that one is asked about itself.
  @ParameterizedTest
  @MethodSource("configurations")
  void anOwnerCountsIfItIsOfAKindOfTheTable(JsonNode configuration) {
    var table =
        WorkloadKind.BUILT_IN.stream()
            .map(kind -> (kind.group().isEmpty() ? "v1" : kind.group()) + "/" + kind.kind())
            .toList();
    for (var webhook : configuration.at("/webhooks")) {
      if (webhook.at("/name").asString().equals("evictions.pullcheck.io")) {
        continue;
      }
      var condition =
          webhook
              .at("/matchConditions")
              .valueStream()
              .filter(it -> it.at("/name").asString().equals("no-controlling-owner"))
              .map(it -> it.at("/expression").asString())
              .findFirst()
              .orElseThrow();
      var owners = condition.substring(condition.indexOf(" in [") + 5, condition.lastIndexOf("]"));
      assertThat(owners.replaceAll("['\\s]", "").split(",")).containsExactlyElementsOf(table);
    }
  }

  /// The path in the condition that looks whether the pod template has changed; empty if there is
  /// no such condition (`webhook.onlyChangedPodSpecs: false`).
  private static String templatePath(JsonNode webhook) {
    return webhook
        .at("/matchConditions")
        .valueStream()
        .filter(it -> it.at("/name").asString().equals("template-changed"))
        .map(it -> it.at("/expression").asString())
        .map(it -> it.substring(it.indexOf("object.") + 7, it.indexOf(" != oldObject.")))
        .findFirst()
        .orElse("");
  }

  @ParameterizedTest
  @FieldSource("io.pullcheck.workload.WorkloadKind#BUILT_IN")
  void theChartGrantsToReadAKindThatIsEnabled(WorkloadKind kind) throws IOException {
    var role = Chart.render("kinds: [" + kind.kind() + "]").object("ClusterRole", "pullcheck");

    assertThat(readable(role)).isEqualTo(Map.of(kind.plural(), kind.group()));
  }

  /// A kind of the configuration: flag, right and webhook follow from one value.
  @Test
  void aResourceOfTheConfigurationIsWatchedReadAndAskedAbout() throws IOException {
    var leader = "spec.leaderWorkerTemplate.leaderTemplate.spec";
    var release = Chart.render(GOLDENS.resolve("workload-resources/values.yaml"));
    var role = release.object("ClusterRole", "pullcheck");
    var webhooks = release.object("ValidatingWebhookConfiguration", "pullcheck").at("/webhooks");

    assertThat(readable(role))
        .containsEntry("rollouts", "argoproj.io")
        .containsEntry("leaderworkersets", "leaderworkerset.x-k8s.io");
    assertThat(webhooks.valueStream())
        .extracting(it -> it.at("/name").asString())
        .endsWith(
            "rollouts.argoproj.io.pullcheck.io",
            "leaderworkersets.leaderworkerset.x-k8s.io.pullcheck.io",
            "evictions.pullcheck.io")
        .hasSize(6);
    assertThat(webhooks.at("/3/rules/0/apiVersions/0").asString()).isEqualTo("v1alpha1");
    assertThat(webhooks.at("/4/matchConditions/3/expression").asString())
        .contains("has(object." + leader + ")")
        .contains("object." + leader + " == oldObject." + leader);
    assertThat(
            release.object("Deployment", "pullcheck").at("/spec/template/spec/containers/0/args"))
        .extracting(JsonNode::asString)
        .contains("--workload-resource=argoproj.io/v1alpha1/rollouts:spec.template.spec")
        .filteredOn(it -> it.startsWith("--workload-resource="))
        .hasSize(3);
  }

  @Test
  void theManifestsGrantToReadTheKindsThatAreEnabledByDefault() throws IOException {
    var role =
        Chart.objects(Files.readString(Path.of("webhook-config/rbac.yaml"))).stream()
            .filter(it -> it.at("/kind").asString().equals("ClusterRole"))
            .findFirst()
            .orElseThrow();

    var expected = new TreeMap<String, String>();
    WorkloadKinds.DEFAULT.kinds().forEach(kind -> expected.put(kind.plural(), kind.group()));
    assertThat(readable(role)).isEqualTo(expected);
  }

  /// The workloads that a role lets be got, listed and watched, with their API groups.
  private static Map<String, String> readable(JsonNode role) {
    var readable = new TreeMap<String, String>();
    for (var rule : role.at("/rules")) {
      var verbs = rule.at("/verbs").valueStream().map(JsonNode::asString).toList();
      if (verbs.equals(List.of("get", "list", "watch"))) {
        rule.at("/resources")
            .valueStream()
            .forEach(it -> readable.put(it.asString(), rule.at("/apiGroups/0").asString()));
      }
    }
    return readable;
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinds", "forceCheckDisabledControllers"})
  void theChartsSchemaKnowsEachKind(String value) throws IOException {
    var schema = Chart.yaml(Chart.FOLDER.resolve("values.schema.json"));

    assertThat(schema.at("/properties/" + value + "/items/enum").valueStream())
        .extracting(JsonNode::asString)
        .filteredOn(name -> !name.equals("*"))
        .containsExactlyElementsOf(WorkloadKind.BUILT_IN.stream().map(WorkloadKind::kind).toList());
  }
}
