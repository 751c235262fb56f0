package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Rollouts;
import io.pullcheck.testing.Scrape;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `--workload-resource` on real parts: a CRD that is installed while Pullcheck runs, and removed.
@Tag("slow")
final class RolloutsIT {

  @AutoClose private final RealApiServer cluster = RealApiServer.startNew();
  @AutoClose private final DockerRegistry registry;

  RolloutsIT() throws IOException {
    registry = DockerRegistry.open();
  }

  @Test
  void aCrdThatComesLaterIsCheckedReviewedAndForgottenWithIt() throws Exception {
    String namespace = cluster.newNamespace("rollouts");
    String gone = registry.host() + "/shop/cart:gone";
    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(
            cluster.kubeconfig(),
            "--namespace=" + namespace,
            "--workload-resource=" + Rollouts.RESOURCE)) {
      must(configuration(pullcheck.webhookPort()));
      Waiting.until(() -> pullcheck.get("/readyz").body(), "ready\n"::equals);

      install();
      Command.Result applied =
          Waiting.until(
              () -> {
                cluster.must("delete", "rollout", "cart", "-n", namespace, "--ignore-not-found");
                return apply(Rollouts.of(namespace, "cart", gone));
              },
              result -> result.err().contains("Warning"));
      assertThat(applied.err())
          .isEqualTo(
              "Warning: pullcheck: Rollout %s/cart, container main: %s not found\n"
                  .formatted(namespace, gone));

      Scrape scrape =
          Waiting.until(pullcheck::scrape, it -> it.state(namespace, "cart").equals("absent"));
      assertThat(scrape.with("kind=\"rollout\"", "name=\"cart\"")).isNotEmpty();
      String _ = pullcheck.images("", "\"kind\":\"Rollout\"");
      String described =
          Waiting.until(
              () -> cluster.must("describe", "rollout", "cart", "-n", namespace),
              text -> text.contains("ImageUnavailable"));
      assertThat(described).contains("Image " + gone + " of container main not found");

      must(Rollouts.referring(namespace, "search"));
      cluster.must("delete", "crd", "rollouts.argoproj.io");
      Waiting.until(
          pullcheck::scrape, it -> it.with("kind=\"rollout\"", "name=\"cart\"").isEmpty());
      assertThat(pullcheck.get("/readyz").body()).isEqualTo("ready\n");
    }
  }

  @Test
  void aScanListsThemAndSaysWhatIsNotThere() throws Exception {
    String namespace = cluster.newNamespace("scan");
    install();
    must(Rollouts.of(namespace, "cart", registry.host() + "/shop/cart:gone"));

    Command.Result found = scan("-n", namespace, "--workload-resource=" + Rollouts.RESOURCE);
    Command.Result missing =
        scan(
            "-n", namespace, "--workload-resource=argoproj.io/v1alpha1/rollots:spec.template.spec");

    assertThat(found.out()).contains("Used by Rollout " + namespace + "/cart, container main");
    assertThat(found.exit()).isEqualTo(1);
    assertThat(missing.err())
        .isEqualTo(
            "pullcheck: %s/: the cluster has no rollots.argoproj.io of version v1alpha1\n"
                .formatted(cluster.url()));
    assertThat(missing.exit()).isEqualTo(2);
  }

  private Command.Result scan(String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    PullcheckProcess.launcher().toString(),
                    "scan",
                    "--cluster",
                    "--kubeconfig=" + cluster.kubeconfig()),
                Stream.of(arguments))
            .toList();
    return Command.run(Map.of(), "", command);
  }

  private void install() throws IOException {
    must(Rollouts.DEFINITION);
    cluster.must("wait", "--for=condition=Established", "crd/rollouts.argoproj.io");
  }

  private Command.Result apply(String manifest) throws IOException {
    return cluster.kubectlReading(manifest, "apply", "-f", "-");
  }

  private void must(String manifest) throws IOException {
    Command.Result result = apply(manifest);
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static String configuration(int port) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: pullcheck}
        webhooks:
        - name: rollouts.argoproj.io.pullcheck.io
          clientConfig: {url: "https://127.0.0.1:%d/validate"}
          rules:
          - {apiGroups: [argoproj.io], apiVersions: [v1alpha1], operations: [CREATE, UPDATE], resources: [rollouts]}
          failurePolicy: Ignore
          sideEffects: None
          timeoutSeconds: 5
          admissionReviewVersions: [v1]
        """
        .formatted(port);
  }
}
