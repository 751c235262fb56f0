package io.pullcheck.install;

/// A kind that the webhook looks at, and how an object of it is written and changed.
enum Kind {
  DEPLOYMENT("Deployment", "apps/v1", "{selector: {matchLabels: {app: a}}, template: %s}"),
  STATEFULSET(
      "StatefulSet",
      "apps/v1",
      "{serviceName: a, selector: {matchLabels: {app: a}}, template: %s}"),
  DAEMONSET("DaemonSet", "apps/v1", "{selector: {matchLabels: {app: a}}, template: %s}"),
  REPLICASET("ReplicaSet", "apps/v1", "{selector: {matchLabels: {app: a}}, template: %s}"),
  REPLICATIONCONTROLLER("ReplicationController", "v1", "{selector: {app: a}, template: %s}"),
  JOB("Job", "batch/v1", "{suspend: true, template: %s}"),
  CRONJOB("CronJob", "batch/v1", "{schedule: '0 0 * * *', jobTemplate: {spec: {template: %s}}}"),
  POD("Pod", "v1", null);

  private final String kind;
  private final String apiVersion;
  private final String spec;

  Kind(String kind, String apiVersion, String spec) {
    this.kind = kind;
    this.apiVersion = apiVersion;
    this.spec = spec;
  }

  @Override
  public String toString() {
    return kind;
  }

  /// A manifest; `metadata` is added to its metadata, as YAML in one line.
  String manifest(String namespace, String name, String metadata) {
    var restart = this == JOB || this == CRONJOB ? "Never" : "Always";
    var podSpec =
        "{restartPolicy: %s, containers: [{name: app, image: 'registry.example.com/a:v1'}]}"
            .formatted(restart);
    var template = "{metadata: {labels: {app: a}}, spec: " + podSpec + "}";
    return """
           apiVersion: %s
           kind: %s
           metadata: {namespace: %s, name: %s%s}
           spec: %s
           """
        .formatted(
            apiVersion,
            kind,
            namespace,
            name,
            metadata.isEmpty() ? "" : ", " + metadata,
            spec == null ? podSpec : spec.formatted(template));
  }

  /// A JSON patch that changes the pod spec; of a Job only where it runs can still be changed.
  String podSpecPatch() {
    var podSpec =
        switch (this) {
          case POD -> "/spec";
          case CRONJOB -> "/spec/jobTemplate/spec/template/spec";
          case DEPLOYMENT, STATEFULSET, DAEMONSET, REPLICASET, REPLICATIONCONTROLLER, JOB ->
              "/spec/template/spec";
        };
    return this == JOB
        ? "[{op: add, path: %s/nodeSelector, value: {disk: ssd}}]".formatted(podSpec)
        : "[{op: replace, path: %s/containers/0/image, value: 'registry.example.com/a:v2'}]"
            .formatted(podSpec);
  }
}
