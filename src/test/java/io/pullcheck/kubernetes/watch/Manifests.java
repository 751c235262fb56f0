package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.workload.WorkloadKind;

/// Objects from YAML, decoded as the client does it.
final class Manifests {

  private Manifests() {}

  static ApiObject read(String yaml) {
    return ClusterConnection.serialization().unmarshal(yaml, ApiObject.class);
  }

  static ObjectMeta meta(String namespace, String name, String version) {
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(namespace);
    meta.setName(name);
    meta.setResourceVersion(version);
    return meta;
  }

  /// A workload of that kind which the API server accepts, with one container.
  static String workload(WorkloadKind kind, String namespace) {
    boolean selects =
        kind.podSpecPath().equals("spec.template.spec") && !kind.equals(WorkloadKind.JOB);
    return """
    apiVersion: %s
    kind: %s
    metadata: {name: it, namespace: %s}
    spec:
    %s%s
    """
        .formatted(
            kind.apiVersion(),
            kind.kind(),
            namespace,
            pods(kind).indent(2),
            (selects ? selector(kind) : "").indent(2));
  }

  private static String pods(WorkloadKind kind) {
    String pod =
        "restartPolicy: %s%ncontainers: [{name: c, image: 'reg.io/c:v1'}]%n"
            .formatted(kind.group().equals("batch") ? "Never" : "Always");
    String template =
        "template:\n" + ("metadata: {labels: {app: it}}\nspec:\n" + pod.indent(2)).indent(2);
    if (kind.equals(WorkloadKind.POD)) {
      return pod;
    }
    return kind.equals(WorkloadKind.CRONJOB)
        ? "schedule: '0 0 * * *'\njobTemplate:\n" + ("spec:\n" + template.indent(2)).indent(2)
        : template;
  }

  private static String selector(WorkloadKind kind) {
    return kind.equals(WorkloadKind.REPLICATIONCONTROLLER)
        ? "selector: {app: it}"
        : "selector: {matchLabels: {app: it}}";
  }
}
