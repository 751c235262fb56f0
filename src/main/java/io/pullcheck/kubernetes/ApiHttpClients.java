package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.pullcheck.config.CipherSuites;
import java.net.http.HttpClient;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// Opens HTTP clients that offer all cipher suites of the JVM, in an order of ours: a list of 5,000
/// Deployments is 60 MB.
final class ApiHttpClients extends JdkHttpClientFactory {

  private final SSLParameters parameters;

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
  protected void additionalConfig(HttpClient.Builder builder) {
    builder.sslParameters(parameters);
  }
}
