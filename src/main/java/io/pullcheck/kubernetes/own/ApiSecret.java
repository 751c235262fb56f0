package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.Resources;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A Secret on the API server.
public final class ApiSecret implements VersionedSecret {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  public ApiSecret(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /// Calls whenever the Secret changes, until it is closed. Needs the rights to list and watch it;
  /// without them it tries again now and then.
  public NamedWatch watch(Runnable changed) {
    return NamedWatch.start(
        ApiObject.resource(client, Resources.SECRETS).inNamespace(namespace).withName(name),
        changed);
  }

  @Override
  public Optional<Version> read() throws IOException {
    try {
      return Optional.ofNullable(resource().get())
          .map(secret -> new Version(content(secret), secret.getMetadata().getResourceVersion()));
    } catch (KubernetesClientException e) {
      throw ApiFailure.during("read " + this, e);
    }
  }

  @Override
  public boolean write(Optional<Version> was, Content content, Set<String> keys)
      throws IOException {
    try {
      return was.isEmpty() ? create(content) : replace(was.get(), content, keys);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw ApiFailure.during("write " + this, e);
    }
  }

  private boolean create(Content content) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withAnnotations(content.annotations())
            .endMetadata()
            .withType("Opaque")
            .withData(encoded(content.data()))
            .build();
    client.resource(secret).create();
    return true;
  }

  private boolean replace(Version was, Content content, Set<String> keys) {
    Secret current = resource().get();
    if (current == null
        || !current.getMetadata().getResourceVersion().equals(was.resourceVersion())) {
      return false;
    }
    Secret next =
        new SecretBuilder(current)
            .withData(merged(current.getData(), encoded(content.data()), keys))
            .editMetadata()
            .withAnnotations(
                merged(current.getMetadata().getAnnotations(), content.annotations(), keys))
            .endMetadata()
            .build();
    client.resource(next).lockResourceVersion(was.resourceVersion()).update();
    return true;
  }

  private static Map<String, String> merged(
      Map<String, String> current, Map<String, String> next, Set<String> keys) {
    Map<String, String> merged = new HashMap<>(current == null ? Map.of() : current);
    merged.keySet().removeAll(keys);
    merged.putAll(next);
    return merged;
  }

  private static Content content(Secret secret) {
    Map<String, String> data = new HashMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, decoded(value)));
    }
    Map<String, String> annotations = secret.getMetadata().getAnnotations();
    return new Content(data, annotations == null ? Map.of() : annotations);
  }

  private static Map<String, String> encoded(Map<String, String> data) {
    Map<String, String> encoded = new HashMap<>();
    data.forEach(
        (key, value) ->
            encoded.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return encoded;
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  private Resource<Secret> resource() {
    return client.secrets().inNamespace(namespace).withName(name);
  }

  @Override
  public String toString() {
    return "secret " + namespace + "/" + name;
  }
}
