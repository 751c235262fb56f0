package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The caBundle of our own ValidatingWebhookConfiguration on the API server.
public final class ApiCaBundle implements CaBundle {

  private static final Logger log = LoggerFactory.getLogger(ApiCaBundle.class);
  private static final int ATTEMPTS = 3;
  private static final ResourceDefinitionContext CONFIGURATIONS =
      new ResourceDefinitionContext.Builder()
          .withGroup("admissionregistration.k8s.io")
          .withVersion("v1")
          .withKind("ValidatingWebhookConfiguration")
          .withPlural("validatingwebhookconfigurations")
          .withNamespaced(false)
          .build();

  private final KubernetesClient client;
  private final String name;

  /// @param name of the configuration
  public ApiCaBundle(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /// Calls whenever the configuration changes, until it is closed. Needs the rights to list and
  /// watch it; without them it tries again now and then.
  public NamedWatch watch(Runnable changed) {
    return NamedWatch.start(ApiObject.resource(client, CONFIGURATIONS).withName(name), changed);
  }

  @Override
  public boolean publish(String pem) throws IOException {
    String wanted = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        ValidatingWebhookConfiguration current = resource().get();
        if (current == null) {
          return false;
        }
        List<Map<String, String>> patch = patch(current.getWebhooks(), wanted);
        if (patch.isEmpty()) {
          return true;
        }
        patch(patch);
      }
      return false;
    } catch (KubernetesClientException e) {
      throw ApiFailure.during("set the caBundle of validatingwebhookconfiguration " + name, e);
    }
  }

  /// The JSON patch that makes the change: by RFC 6902, `add` replaces a member that is there. The
  /// entry's name is tested first, because somebody may have put entries in another order
  /// meanwhile.
  static List<Map<String, String>> patch(List<ValidatingWebhook> entries, String wanted) {
    List<Map<String, String>> patch = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ValidatingWebhook entry = entries.get(i);
      if (!wanted.equals(entry.getClientConfig().getCaBundle())) {
        String path = "/webhooks/" + i;
        patch.add(Map.of("op", "test", "path", path + "/name", "value", entry.getName()));
        patch.add(Map.of("op", "add", "path", path + "/clientConfig/caBundle", "value", wanted));
      }
    }
    return patch;
  }

  private void patch(List<Map<String, String>> patch) {
    try {
      resource().patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch));
      log.atInfo()
          .addKeyValue("configuration", name)
          .addKeyValue("entries", patch.size() / 2)
          .log("caBundle set");
    } catch (KubernetesClientException e) {
      // Somebody changed the configuration meanwhile: it is read again.
      if (ApiFailure.of(e) != ApiFailure.CONFLICT) {
        throw e;
      }
    }
  }

  private Resource<ValidatingWebhookConfiguration> resource() {
    return client.admissionRegistration().v1().validatingWebhookConfigurations().withName(name);
  }
}
