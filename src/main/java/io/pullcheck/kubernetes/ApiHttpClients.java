package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// Opens HTTP clients that would rather be answered in ChaCha20 than in AES. The JVM has AES's
/// instructions in its slow compiler alone, which is off (`bin/jvm.options`): without them a list
/// of 60 MB takes two seconds of CPU, and half of one in ChaCha20.
final class ApiHttpClients extends JdkHttpClientFactory {

  private final SSLParameters parameters;

  ApiHttpClients(Config config, SSLContext defaults) {
    this.parameters =
        new SSLParameters(
            preferred(defaults.getDefaultSSLParameters().getCipherSuites()),
            Arrays.stream(config.getTlsVersions())
                .map(TlsVersion::javaName)
                .toArray(String[]::new));
  }

  /// All of the suites, those with ChaCha20 before the others; whoever has none takes another.
  static String[] preferred(String[] suites) {
    return Arrays.stream(suites)
        .sorted(Comparator.comparing(suite -> !suite.contains("CHACHA20")))
        .toArray(String[]::new);
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    builder.sslParameters(parameters);
  }
}
