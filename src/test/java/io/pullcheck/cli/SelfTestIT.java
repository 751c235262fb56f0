package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `pullcheck self-test` as `helm test` runs it, on a real API server.
@Tag("slow")
final class SelfTestIT {

  @AutoClose private final RealApiServer cluster = RealApiServer.startNew();

  @Test
  void saysWhetherTheWarningCameBackAndElseWhyProbablyNot() throws IOException {
    String namespace = cluster.newNamespace("shop");
    assertNoWarning(namespace, "there is no ValidatingWebhookConfiguration pullcheck");

    configure(443, "{}");
    assertNoWarning(namespace, "the configuration has no caBundle");

    configure(443, "{matchLabels: {team: web}}");
    assertNoWarning(
        namespace,
        "namespace " + namespace + " is left out by the configuration's namespaceSelector");

    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(cluster.kubeconfig(), "--namespace=" + namespace)) {
      configure(pullcheck.webhookPort(), "{}");
      Command.Result result = Waiting.until(() -> selfTest(namespace), each -> each.exit() == 0);
      assertThat(result.out())
          .isEqualTo(
              "The warning came back: pullcheck: Deployment "
                  + namespace
                  + "/pullcheck-self-test, container main: pullcheck.invalid/self-test:does-not-exist not verified: Pullcheck's status page and metrics say why\n");
    }
    assertNoWarning(namespace, "the API server could not call the webhook");
    assertThat(cluster.must("get", "deployments", "-n", namespace)).isEmpty();
  }

  private void assertNoWarning(String namespace, String cause) throws IOException {
    Command.Result result = selfTest(namespace);

    assertThat(result.out()).startsWith("No warning came back. Likely cause: ").contains(cause);
    assertThat(result.exit()).isEqualTo(1);
  }

  private Command.Result selfTest(String namespace) throws IOException {
    return Command.run(
        Map.of(),
        "",
        List.of(
            PullcheckProcess.launcher().toString(),
            "self-test",
            "--namespace=" + namespace,
            "--kubeconfig=" + cluster.kubeconfig()));
  }

  private void configure(int port, String namespaceSelector) throws IOException {
    String configuration =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: pullcheck}
        webhooks:
        - name: workloads.pullcheck.io
          clientConfig: {url: "https://127.0.0.1:%d/validate"}
          namespaceSelector: %s
          rules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
          failurePolicy: Ignore
          sideEffects: None
          admissionReviewVersions: [v1]
        """
            .formatted(port, namespaceSelector);
    assertThat(cluster.kubectlReading(configuration, "apply", "-f", "-").exit()).isZero();
  }
}
