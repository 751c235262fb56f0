package io.pullcheck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.testing.TestingTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiHttpClientsTest {

  @TempDir Path folder;

  private TestingTls tls;

  @BeforeEach
  void writeCertificates() throws Exception {
    tls = new TestingTls(List.of("127.0.0.1"));
    tls.write(folder);
  }

  @Test
  void areAnsweredInChaCha20() throws Exception {
    assertThat(cipherSuiteOf(tls.context().getSupportedSSLParameters().getCipherSuites()))
        .contains("CHACHA20");
  }

  @Test
  void areAnsweredInAesByAServerThatHasNothingElse() throws Exception {
    assertThat(cipherSuiteOf("TLS_AES_128_GCM_SHA256")).isEqualTo("TLS_AES_128_GCM_SHA256");
    assertThat(
            cipherSuiteOf(
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
        .contains("AES_128_GCM");
  }

  /// What a server with these suites, which leaves the choice to its client as Go's do, is asked
  /// in.
  private String cipherSuiteOf(String... suites) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ours = getSSLContext().getDefaultSSLParameters();
            ours.setCipherSuites(suites);
            ours.setUseCipherSuitesOrder(false);
            parameters.setSSLParameters(ours);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          String suite = ((HttpsExchange) exchange).getSSLSession().getCipherSuite();
          byte[] answer = suite.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://127.0.0.1:" + server.getAddress().getPort())
            .withCaCertFile(folder.resolve("ca.pem").toString())
            .build();
    try (KubernetesClient client = ClusterConnection.open(config)) {
      return client.raw("/suite");
    } finally {
      server.stop(0);
    }
  }
}
