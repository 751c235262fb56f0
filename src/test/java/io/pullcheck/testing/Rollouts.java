package io.pullcheck.testing;

/// Objects of Argo Rollouts, as far as tests need them: a reduced CRD, and Rollouts as its users
/// write them.
public final class Rollouts {

  /// The value of `--workload-resource`.
  public static final String RESOURCE = "argoproj.io/v1alpha1/rollouts:spec.template.spec";

  public static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: rollouts.argoproj.io}
      spec:
        group: argoproj.io
        scope: Namespaced
        names: {plural: rollouts, singular: rollout, kind: Rollout, shortNames: [ro]}
        versions:
          - name: v1alpha1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema:
                type: object
                required: [spec]
                properties:
                  spec:
                    type: object
                    properties:
                      replicas: {type: integer}
                      paused: {type: boolean}
                      selector: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      strategy: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      template: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      workloadRef:
                        type: object
                        properties:
                          apiVersion: {type: string}
                          kind: {type: string}
                          name: {type: string}
                  status: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private Rollouts() {}

  /// A Rollout with one container.
  public static String of(String namespace, String name, String image) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          replicas: 2
          strategy: {canary: {steps: [{setWeight: 20}]}}
          selector: {matchLabels: {app: %2$s}}
          template:
            metadata: {labels: {app: %2$s}}
            spec: {containers: [{name: main, image: "%3$s"}]}
        """
        .formatted(namespace, name, image);
  }

  /// A Rollout that takes its template from a Deployment.
  public static String referring(String namespace, String name) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          replicas: 2
          workloadRef: {apiVersion: apps/v1, kind: Deployment, name: %2$s}
          strategy: {blueGreen: {activeService: a}}
        """
        .formatted(namespace, name);
  }
}
