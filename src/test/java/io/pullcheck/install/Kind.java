package io.pullcheck.install;

import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.stream.Stream;

/// A kind that the webhook looks at, and how an object of it is written and changed.
///
/// @param more what an object's `spec` must have besides the pod spec, as YAML in one line
record Kind(WorkloadKind row, String more) {
  static final Kind DEPLOYMENT =
      new Kind(WorkloadKind.DEPLOYMENT, "selector: {matchLabels: {app: a}}, ");
  static final Kind CRONJOB = new Kind(WorkloadKind.CRONJOB, "schedule: '0 0 * * *', ");
  static final Kind POD = new Kind(WorkloadKind.POD, "");

  private static final List<Kind> OTHERS =
      List.of(
          new Kind(WorkloadKind.STATEFULSET, "serviceName: a, selector: {matchLabels: {app: a}}, "),
          new Kind(WorkloadKind.REPLICATIONCONTROLLER, "selector: {app: a}, "),
          new Kind(WorkloadKind.JOB, "suspend: true, "));

  /// Each row of the table.
  static Stream<Kind> all() {
    return WorkloadKind.BUILT_IN.stream()
        .map(
            row ->
                Stream.concat(Stream.of(CRONJOB, POD), OTHERS.stream())
                    .filter(kind -> kind.row.equals(row))
                    .findFirst()
                    .orElseGet(() -> new Kind(row, DEPLOYMENT.more)));
  }

  @Override
  public String toString() {
    return row.kind();
  }

  /// A manifest; `metadata` is added to its metadata, as YAML in one line.
  String manifest(String namespace, String name, String metadata) {
    return """
           apiVersion: %s
           kind: %s
           metadata: {namespace: %s, name: %s%s}
           spec: {%s%s}
           """
        .formatted(
            row.apiVersion(),
            row.kind(),
            namespace,
            name,
            metadata.isEmpty() ? "" : ", " + metadata,
            more,
            pods());
  }

  // What stands in `spec`: the pod spec at its path, in a template that has labels.
  private String pods() {
    var pods =
        "restartPolicy: %s, containers: [{name: app, image: 'registry.example.com/a:v1'}]"
            .formatted(row.group().equals("batch") ? "Never" : "Always");
    var path = List.of(row.podSpecPath().split("\\.", -1));
    for (var name : path.subList(1, path.size()).reversed()) {
      var labels = name.equals("template") ? "metadata: {labels: {app: a}}, " : "";
      pods = name + ": {" + labels + pods + "}";
    }
    return pods;
  }

  /// A JSON patch that changes the pod spec; of a Job only where it runs can still be changed.
  String podSpecPatch() {
    var podSpec = "/" + row.podSpecPath().replace('.', '/');
    return row.equals(WorkloadKind.JOB)
        ? "[{op: add, path: %s/nodeSelector, value: {disk: ssd}}]".formatted(podSpec)
        : "[{op: replace, path: %s/containers/0/image, value: 'registry.example.com/a:v2'}]"
            .formatted(podSpec);
  }
}
