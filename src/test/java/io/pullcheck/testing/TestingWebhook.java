package io.pullcheck.testing;

import java.io.IOException;

/// Registers a replica's webhook at the API server, so that an object is refused when the webhook
/// does not answer.
public final class TestingWebhook {

  private TestingWebhook() {}

  /// Applies the configuration; the replica adds its CA.
  ///
  /// @param name of the configuration: `--webhook-configuration-name`
  /// @param port of the replica's webhook
  public static void configure(RealApiServer cluster, String name, int port) throws IOException {
    String configuration =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: %s}
        webhooks:
        - name: workloads.pullcheck.io
          clientConfig: {url: "https://127.0.0.1:%d/validate"}
          rules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
          failurePolicy: Fail
          sideEffects: None
          timeoutSeconds: 5
          admissionReviewVersions: [v1]
        """
            .formatted(name, port);
    Command.Result applied = cluster.kubectlReading(configuration, "apply", "-f", "-");
    if (applied.exit() != 0) {
      throw new IOException(applied.err());
    }
  }
}
