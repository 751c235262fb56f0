package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.pullcheck.workload.WorkloadKind;
import java.util.Optional;

/// The API server's resources that are asked for, as the client names them.
public final class Resources {

  public static final ResourceDefinitionContext NAMESPACES =
      of("", "v1", "Namespace", "namespaces", false);
  public static final ResourceDefinitionContext NODES = of("", "v1", "Node", "nodes", false);
  public static final ResourceDefinitionContext RUNTIME_CLASSES =
      of("node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", false);
  public static final ResourceDefinitionContext SECRETS = of("", "v1", "Secret", "secrets", true);
  public static final ResourceDefinitionContext SERVICE_ACCOUNTS =
      of("", "v1", "ServiceAccount", "serviceaccounts", true);

  public static final ResourceDefinitionContext PODS = of(WorkloadKind.POD);

  private Resources() {}

  public static ResourceDefinitionContext of(WorkloadKind kind) {
    return of(kind.group(), kind.version(), kind.kind(), kind.plural(), true);
  }

  /// As kubectl has it: `deployments`, and `rollouts.argoproj.io` for what another group may have,
  /// too.
  public static String name(ResourceDefinitionContext resource) {
    String group = Optional.ofNullable(resource.getGroup()).orElse("");
    return group.contains(".") && !group.endsWith(".k8s.io")
        ? resource.getPlural() + "." + group
        : resource.getPlural();
  }

  private static ResourceDefinitionContext of(
      String group, String version, String kind, String plural, boolean namespaced) {
    ResourceDefinitionContext.Builder resource =
        new ResourceDefinitionContext.Builder()
            .withVersion(version)
            .withKind(kind)
            .withPlural(plural)
            .withNamespaced(namespaced);
    // With an empty group in place of none, the client makes the apiVersion "/v1".
    return group.isEmpty() ? resource.build() : resource.withGroup(group).build();
  }
}
