package io.pullcheck.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An API server inside this process: fabric8's mock keeps the objects and serves watches, and
/// before a Deployment is created its webhook is asked, over TLS that trusts nothing but the
/// caBundle, as a real one does.
final class StandInCluster implements DemoCluster {

  // Held, because the JDK forgets the level of a logger that nobody holds.
  private static final Logger MOCK_LOG = Logger.getLogger("io.fabric8.mockwebserver");

  private final MockWebServer web = new MockWebServer();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), web, new HashMap<>(), new KubernetesCrudDispatcher(List.of()), true);
  private final KubernetesClient client;
  private final Path kubeconfig;

  StandInCluster() throws IOException {
    MOCK_LOG.setLevel(Level.WARNING);
    server.init();
    client = server.createClient();
    kubeconfig = Files.createTempFile("kubeconfig", ".yaml");
    kubeconfig.toFile().deleteOnExit();
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: demo, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: demo, user: {token: demo}}]
        contexts: [{name: demo, context: {cluster: demo, user: demo}}]
        current-context: demo
        """
            .formatted(client.getMasterUrl(), web.getSelfSignedCertificate().certificatePath()));
  }

  @Override
  public String description() {
    return "an in-process stand-in (no kube-apiserver on this machine)";
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public String apply(String namespace, String manifest) throws IOException {
    HasMetadata object = client.getKubernetesSerialization().unmarshal(manifest);
    StringBuilder printed = new StringBuilder();
    if (object instanceof Deployment deployment) {
      deployment.getMetadata().setNamespace(namespace);
      Optional<ValidatingWebhookConfiguration> webhook = configuration();
      if (webhook.isPresent()) {
        for (JsonNode warning :
            review(deployment, webhook.get()).path("response").path("warnings")) {
          printed.append("Warning: ").append(warning.asString()).append('\n');
        }
      }
    }
    client.resource(object).createOr(item -> item.update());
    String kind = object.getFullResourceName().replaceFirst("s(\\.|$)", "$1");
    return printed + kind + "/" + object.getMetadata().getName() + " created\n";
  }

  private JsonNode review(Deployment deployment, ValidatingWebhookConfiguration webhook)
      throws IOException {
    String request =
        """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"%s",
        "kind":{"group":"apps","version":"v1","kind":"Deployment"},
        "resource":{"group":"apps","version":"v1","resource":"deployments"},
        "name":"%s","namespace":"%s","operation":"CREATE","object":%s}}
        """
            .formatted(
                UUID.randomUUID(),
                deployment.getMetadata().getName(),
                deployment.getMetadata().getNamespace(),
                client.getKubernetesSerialization().asJson(deployment));
    try (HttpClient http = HttpClient.newBuilder().sslContext(trustingOnlyCaBundle()).build()) {
      String url = webhook.getWebhooks().getFirst().getClientConfig().getUrl();
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url + "?timeout=5s"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(request))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return JsonMapper.shared().readTree(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private SSLContext trustingOnlyCaBundle() throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      byte[] pem = Base64.getDecoder().decode(caBundle());
      int number = 0;
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        store.setCertificateEntry("ca-" + number++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the caBundle cannot be used", e);
    }
  }

  private Optional<ValidatingWebhookConfiguration> configuration() {
    return Optional.ofNullable(
        client
            .admissionRegistration()
            .v1()
            .validatingWebhookConfigurations()
            .withName("pullcheck")
            .get());
  }

  @Override
  public String caBundle() {
    return configuration()
        .map(each -> each.getWebhooks().getFirst().getClientConfig().getCaBundle())
        .orElse("");
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
