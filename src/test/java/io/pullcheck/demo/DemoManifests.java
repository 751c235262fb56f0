package io.pullcheck.demo;

/// What the demo applies.
final class DemoManifests {

  private DemoManifests() {}

  /// `--config`, for a registry that speaks plain HTTP.
  static String settings(String host) {
    return "registries: [{host: \"" + host + "\", plainHttp: true}]\n";
  }

  static String namespace(String name) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s}
        """
        .formatted(name);
  }

  static String deployment(String name, String image) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: 1
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers: [{name: main, image: "%2$s"}]
        """
        .formatted(name, image);
  }

  static String configuration(int port) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: pullcheck}
        webhooks:
        - name: workloads.pullcheck.io
          clientConfig: {url: "https://127.0.0.1:%d/validate"}
          rules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
          failurePolicy: Ignore
          sideEffects: None
          timeoutSeconds: 5
          admissionReviewVersions: [v1]
        """
        .formatted(port);
  }
}
