package io.pullcheck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.pullcheck.testing.RealApiServer;
import org.junit.jupiter.api.Test;

/// The API server compresses what is large, and what comes of it is what it has.
final class CompressedAnswersIT {

  private final RealApiServer server = RealApiServer.shared();

  @Test
  void aLargeObjectComesCompressedAndWhole() throws Exception {
    String namespace = server.newNamespace("large");
    String text = "a b ".repeat(50_000) + "end";
    assertThat(
            server
                .kubectlReading(
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: large}, data: {text: \"%s\"}}"
                        .formatted(text),
                    "create",
                    "-n",
                    namespace,
                    "-f",
                    "-")
                .exit())
        .isZero();
    try (KubernetesClient client = ClusterConnection.open(server.config(RealApiServer.ADMIN))) {
      HttpClient http = client.getHttpClient();
      HttpRequest request =
          http.newHttpRequestBuilder()
              .uri(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/configmaps/large")
              .build();
      HttpResponse<String> answer = http.sendAsync(request, String.class).get();
      assertThat(answer.code()).isEqualTo(200);
      assertThat(answer.headers("Content-Encoding")).containsExactly("gzip");
      assertThat(answer.body()).contains("\"text\":\"" + text + "\"");
    }
  }
}
