package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.workload.WorkloadKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the API server which resources it has. Everybody whom it lets in may know that.
public final class ApiResources {

  /// What the API server says of a resource.
  public sealed interface Answer {
    /// It has it.
    ///
    /// @param kind of its objects: `Rollout`
    record Found(String kind) implements Answer {}

    /// It does not have it, or not in that version: its CRD is not installed.
    record Missing() implements Answer {}

    /// Its objects are in no namespace, so nobody can say where their pods are, and with which pull
    /// secrets.
    record ClusterScoped() implements Answer {}
  }

  private ApiResources() {}

  /// Asks for the resource of a row.
  ///
  /// @param row of the configuration, without the name of its kind
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException if it does not say
  public static Answer ask(KubernetesClient client, WorkloadKind row) {
    @Nullable APIResourceList all = client.getApiResources(row.apiVersion());
    Optional<APIResource> found =
        all == null || all.getResources() == null
            ? Optional.empty()
            : all.getResources().stream()
                .filter(each -> row.plural().equals(each.getName()))
                .findFirst();
    return found.<Answer>map(ApiResources::answer).orElseGet(Answer.Missing::new);
  }

  private static Answer answer(APIResource resource) {
    return Boolean.TRUE.equals(resource.getNamespaced())
        ? new Answer.Found(resource.getKind())
        : new Answer.ClusterScoped();
  }
}
