package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.Rollouts;
import io.pullcheck.testing.Waiting;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real API server asks about a CRD's objects by the conditions that the chart makes of
/// `workloadResources`: every step of the path may be missing, before and after.
@Tag("slow")
class RolloutWebhookIT {
  private static final String VALUES =
      "workloadResources: ['"
          + Rollouts.RESOURCE
          + "', '"
          + Rollouts.RESOURCE.replace("template.spec", "strategy.function.in.pod")
          + "']";

  @TempDir static Path folder;
  @AutoClose private static Cluster cluster;
  @AutoClose private static TestingWebhook webhook;

  @BeforeAll
  static void install() throws Exception {
    cluster = Cluster.start();
    var certificates = new Certificates(folder).made("ca").made("leaf", "--san", "127.0.0.1");
    webhook = TestingWebhook.start(certificates, "asked");
    cluster.must("create", "namespace", "shop");
    apply(Rollouts.DEFINITION);
    cluster.must("wait", "--for=condition=Established", "crd/rollouts.argoproj.io");
    var configuration =
        webhook.reachedByUrl(
            Chart.render(VALUES).object("ValidatingWebhookConfiguration", "pullcheck"),
            certificates);
    assertThat(apply(configuration.toString()).exit()).isZero();
    boolean _ =
        Waiting.until(
            () -> asked(apply(Rollouts.of("shop", "probe", "a:" + System.nanoTime()))), it -> it);
  }

  @AfterAll
  static void noConditionFailedToEvaluate() throws Exception {
    if (cluster == null) {
      return; // skipped
    }
    assertThat(
            cluster
                .must("get", "--raw", "/metrics")
                .lines()
                .filter(
                    it ->
                        it.startsWith(
                            "apiserver_admission_match_condition_evaluation_errors_total{"))
                .filter(it -> it.contains("pullcheck.io"))
                .collect(Collectors.joining()))
        .isEmpty();
  }

  private static Command.Result apply(String manifest) throws Exception {
    return cluster.kubectlReading(manifest, "apply", "-f", "-");
  }

  private static boolean asked(Command.Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
    return result.err().contains("Warning: asked: ");
  }

  @Test
  void isAskedWhenARolloutIsCreatedAndWhenItsPodSpecChanges() throws Exception {
    assertThat(apply(Rollouts.of("shop", "cart", "a:v1")).err())
        .contains("Warning: asked: CREATE Rollout shop cart");
    assertThat(apply(Rollouts.of("shop", "cart", "a:v2")).err())
        .contains("Warning: asked: UPDATE Rollout shop cart");
    assertThat(
            asked(
                cluster.kubectl(
                    "patch",
                    "ro",
                    "cart",
                    "-n=shop",
                    "--type=merge",
                    "-p={\"spec\":{\"replicas\":7}}")))
        .isFalse();
    assertThat(asked(cluster.kubectl("label", "ro", "cart", "-n=shop", "colour=red"))).isFalse();
  }

  @Test
  void isAskedWhenAPodSpecComesAndNotWhenItGoes() throws Exception {
    apply(Rollouts.referring("shop", "search"));
    assertThat(asked(patch("search", "{\"spec\":{\"replicas\":3}}"))).isFalse();
    assertThat(asked(patch("search", "{\"spec\":{\"template\":{\"metadata\":{}}}}"))).isFalse();
    assertThat(asked(patch("search", "{\"spec\":{\"template\":{\"spec\":{\"containers\":[]}}}}")))
        .isTrue();
    assertThat(asked(patch("search", "{\"spec\":{\"template\":null}}"))).isFalse();
  }

  /// Steps that are reserved words of CEL.
  @Test
  void isAskedForEachOfTheNamedPaths() throws Exception {
    apply(Rollouts.referring("shop", "odd"));
    var pod = "{\"spec\":{\"strategy\":{\"function\":{\"in\":{\"pod\":{\"containers\":[]}}}}}}";
    assertThat(asked(patch("odd", pod))).isTrue();
    assertThat(asked(patch("odd", "{\"spec\":{\"replicas\":3}}"))).isFalse();
  }

  private static Command.Result patch(String name, String patch) throws Exception {
    return cluster.kubectl("patch", "ro", name, "-n=shop", "--type=merge", "-p=" + patch);
  }
}
