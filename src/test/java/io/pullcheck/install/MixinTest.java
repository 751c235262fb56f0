package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The mixin: the chart's files are made from it, and it keeps to what mixins have agreed on.
class MixinTest {

  @Test
  void theChartsFilesAreThoseThatItMakes() throws IOException {
    var files = Mixin.files();

    for (var file : files.entrySet()) {
      GoldenFiles.assertSame(Chart.FOLDER.resolve("files", file.getKey()), file.getValue());
    }
    assertThat(Chart.FOLDER.resolve("files").toFile().list())
        .containsExactlyInAnyOrderElementsOf(files.keySet());
  }

  @Test
  void itHasWhatAMixinHas() {
    var fields = Mixin.value("std.objectFieldsAll(mixin)");

    assertThat(fields.values())
        .extracting(JsonNode::asString)
        .contains("_config", "grafanaDashboards", "prometheusAlerts", "prometheusRules");
  }

  /// A summary is the headline of many alerts, so that it is the same for all.
  @Test
  void alertsAreWordedAsThoseOfOtherMixins() {
    for (var alert : alerts("mixin.prometheusAlerts")) {
      assertThat(alert.at("/alert").asString()).startsWith("Pullcheck");
      assertThat(alert.at("/labels/severity").asString()).isIn("critical", "warning", "info");
      assertThat(alert.at("/annotations/summary").asString())
          .matches("[A-Z].*\\.")
          .doesNotContain("{{");
      assertThat(alert.at("/annotations/description").asString()).endsWith(".");
      assertThat(alert.at("/annotations").has("runbook_url")).isFalse();
    }
  }

  /// Alertmanagers are commonly told to hide the warnings of a namespace behind a critical alert of
  /// the same name. So that no image hides another, alerts of images have one severity each.
  @Test
  void noImageHidesAnother() {
    var severities = new HashSet<String>();
    var names = new TreeSet<String>();

    for (var alert : alerts("mixin.prometheusAlerts")) {
      if (alert.at("/expr").asString().contains("namespace, image")) {
        names.add(alert.at("/alert").asString());
        severities.add(alert.at("/alert").asString() + alert.at("/labels/severity").asString());
      }
    }

    assertThat(names).hasSize(4);
    assertThat(severities).hasSameSizeAs(names);
  }

  @Test
  void everySettingCounts() {
    var configured =
        "(mixin { _config+:: { pullcheckSelector: 'job=\"pullcheck\"', clusterLabel: 'kluster',"
            + " criticalWorkloads: 7, runbookURLPattern: 'https://r.example.com/%s',"
            + " statusPageURL: 'https://s.example.com' } })";

    for (var alert : alerts(configured + ".prometheusAlerts")) {
      assertThat(alert.at("/annotations/runbook_url").asString())
          .isEqualTo(
              "https://r.example.com/" + alert.at("/alert").asString().toLowerCase(Locale.ROOT));
    }
    var rules = Mixin.value(configured + ".prometheusAlerts").toString();
    var dashboard = Mixin.value(configured + ".grafanaDashboards['pullcheck.json']").toString();
    assertThat(rules).contains(">= 7 # criticalWorkloads").doesNotContain("10 # critical");
    for (var text : Set.of(rules, dashboard)) {
      assertThat(text).doesNotContain("(cluster", "{cluster", " cluster=", "labels.cluster");
      assertThat(text.split("k8s_image_availability_exporter_[a-z_]+\\{job=", -1))
          .hasSameSizeAs(text.split("k8s_image_availability_exporter_[a-z_]+", -1));
    }
    assertThat(dashboard).contains("https://s.example.com/?image=");
  }

  private static Iterable<JsonNode> alerts(String groups) {
    return Mixin.value("std.flattenArrays([group.rules for group in " + groups + ".groups])")
        .values();
  }
}
