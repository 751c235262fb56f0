package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Waiting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values that decide what the API server asks about, as a real one understands them.
@Tag("slow")
class ChartWebhookIT {
  @TempDir static Path folder;
  @AutoClose private static Cluster cluster;
  private static Certificates certificates;

  @BeforeAll
  static void start() throws Exception {
    cluster = Cluster.start();
    certificates = new Certificates(folder).made("ca").made("leaf", "--san", "127.0.0.1");
    for (var namespace : List.of("shop", "pay", "bare")) {
      cluster.must("create", "namespace", namespace);
    }
    cluster.must("label", "namespace", "shop", "team=a");
    cluster.must("label", "namespace", "pay", "team=b");
  }

  /// Installs the configuration that the values render, and waits until it is in force.
  private static TestingWebhook configured(String values, String greeting, String asked)
      throws Exception {
    var webhook = TestingWebhook.start(certificates, greeting);
    var configuration =
        webhook.reachedByUrl(
            Chart.render(values).object("ValidatingWebhookConfiguration", "pullcheck"),
            certificates);
    var applied = cluster.kubectlReading(configuration.toString(), "apply", "-f", "-");
    assertThat(applied.exit()).as(applied.err()).isZero();
    boolean _ = Waiting.until(() -> isAsked(greeting, asked), it -> it);
    return webhook;
  }

  private static boolean isAsked(String greeting, String namespace) throws Exception {
    var manifest = Kind.DEPLOYMENT.manifest(namespace, "probe", "");
    var result = cluster.kubectlReading(manifest, "create", "--dry-run=server", "-f", "-");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.err().contains("Warning: " + greeting + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          named    | namespaces: [shop, bare]              | shop | bare | pay
          labelled | namespaceLabel: team                  | shop | pay  | bare
          valued   | namespaceLabel: team=a                | shop | shop | pay
          excluded | webhook: {excludedNamespaces: [shop]} | pay  | bare | shop
          """)
  void onlyTheNamespacesThatAreMeant(
      String greeting, String values, String asked, String askedToo, String notAsked)
      throws Exception {
    try (var webhook = configured(values, greeting, asked)) {
      assertThat(webhook).isNotNull();
      assertThat(isAsked(greeting, askedToo)).isTrue();
      assertThat(isAsked(greeting, notAsked)).isFalse();
    }
  }

  /// `kubectl apply` by itself sends nothing when nothing changed; server-side apply does.
  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void anUnchangedManifestIsLookedAtAgainIfWanted(boolean onlyChanged, boolean asked)
      throws Exception {
    var greeting = "only" + onlyChanged;
    var values = "webhook: {onlyChangedPodSpecs: " + onlyChanged + "}";
    try (var webhook = configured(values, greeting, "shop")) {
      assertThat(webhook).isNotNull();
      var manifest = Kind.DEPLOYMENT.manifest("shop", "again-" + onlyChanged, "");
      cluster.kubectlReading(manifest, "apply", "--server-side", "-f", "-");

      var again = cluster.kubectlReading(manifest, "apply", "--server-side", "-f", "-");

      assertThat(again.err().contains("Warning: " + greeting)).isEqualTo(asked);
    }
  }
}
