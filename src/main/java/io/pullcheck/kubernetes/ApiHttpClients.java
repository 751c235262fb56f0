package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import io.pullcheck.config.CipherSuites;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// Opens HTTP clients that offer all cipher suites of the JVM, in an order of ours: where nobody
/// compresses it ([CompressedAnswers]), a list of 5,000 Deployments is 100 MB and more. They are
/// closed at the end, where fabric8 leaves the thread of their sockets in native code: a JVM that
/// ends waits 0.3 s for such a thread.
final class ApiHttpClients extends JdkHttpClientFactory {

  private static final Duration LONGEST_CLOSE = Duration.ofMillis(100);

  private final SSLParameters parameters;
  private final List<HttpClient> opened = new CopyOnWriteArrayList<>();

  ApiHttpClients(Config config, SSLContext defaults) {
    this.parameters =
        new SSLParameters(
            Arrays.stream(defaults.getDefaultSSLParameters().getCipherSuites())
                .sorted(CipherSuites.QUICKEST_FIRST)
                .toArray(String[]::new),
            Arrays.stream(config.getTlsVersions())
                .map(TlsVersion::javaName)
                .toArray(String[]::new));
  }

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new KeptHttpClients(super.createNewHttpClientBuilder(), opened::add);
  }

  @Override
  protected void closeHttpClient(JdkHttpClientImpl client) {
    super.closeHttpClient(client);
    try {
      for (HttpClient each : opened) {
        each.shutdownNow();
        boolean _ = each.awaitTermination(LONGEST_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    builder.sslParameters(parameters);
  }
}
