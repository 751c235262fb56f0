package io.pullcheck.kubernetes.listing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.kubernetes.SecretContent;
import io.pullcheck.workload.LocalObjectReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gets the pull secrets and service accounts that workloads name, each once. Of those that may not
/// be read nothing is known. Any thread may ask.
public final class NamedSecrets implements PullSecretSource {

  private final KubernetesClient client;
  private final Map<ApiObject.Name, Lookup> secrets = new ConcurrentHashMap<>();
  private final Map<ApiObject.Name, List<String>> accounts = new ConcurrentHashMap<>();

  /// What is read of a service account.
  private record Account(List<LocalObjectReference> imagePullSecrets) {}

  public NamedSecrets(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Lookup secret(String namespace, String name) {
    return secrets.computeIfAbsent(new ApiObject.Name(namespace, name), this::getSecret);
  }

  private Lookup getSecret(ApiObject.Name name) {
    try {
      @Nullable ApiObject secret = get(Resources.SECRETS, name);
      return secret == null ? new Lookup.Missing() : secret.read(SecretContent.class).lookup();
    } catch (KubernetesClientException e) {
      return new Lookup.NotReadable();
    }
  }

  @Override
  public List<String> serviceAccountSecrets(String namespace, String serviceAccount) {
    return accounts.computeIfAbsent(
        new ApiObject.Name(namespace, serviceAccount), this::getAccount);
  }

  private List<String> getAccount(ApiObject.Name name) {
    try {
      @Nullable ApiObject account = get(Resources.SERVICE_ACCOUNTS, name);
      return account == null
          ? List.of()
          : LocalObjectReference.names(account.read(Account.class).imagePullSecrets);
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  private @Nullable ApiObject get(ResourceDefinitionContext resource, ApiObject.Name name) {
    return ApiObject.resource(client, resource)
        .inNamespace(name.namespace())
        .withName(name.name())
        .get();
  }
}
