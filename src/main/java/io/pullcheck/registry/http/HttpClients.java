package io.pullcheck.registry.http;

import java.net.URI;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Builds the HTTP client. Its automatic retries, redirects, cookies and decompression are off,
/// since the rules for them are ours; the size of what a server may send is bounded.
final class HttpClients {

  private static final int CONNECTIONS = 1024;
  // The gates limit requests; this only has to be enough for a token server that many registries
  // share.
  private static final int CONNECTIONS_PER_HOST = 128;
  // Bytes of one header line.
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_HEADERS = 100;
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS).build();
  private static final Timeout SILENCE = Timeout.ofSeconds(30);
  private static final Timeout CONNECT = Timeout.ofSeconds(10);
  private static final TimeValue IDLE = TimeValue.ofSeconds(30);

  private HttpClients() {}

  /// A client and its connections.
  record Pooled(CloseableHttpClient client, PoolingHttpClientConnectionManager connections) {}

  static Pooled create(DnsResolver resolver, TlsProfiles tls, Proxies proxies, String userAgent) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(resolver)
            .setTlsSocketStrategy(tls)
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(LIMITS)
                    .responseParserFactory(_ -> new BoundedHeaders(LIMITS))
                    .build())
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(SILENCE).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(CONNECT)
                    .setSocketTimeout(SILENCE)
                    .build())
            .build();
    CloseableHttpClient client =
        HttpClientBuilder.create()
            .setConnectionManager(connections)
            .setRoutePlanner(new Routes(proxies))
            .setDefaultCredentialsProvider(proxyCredentials(proxies))
            .setUserAgent(userAgent)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableConnectionState()
            .evictIdleConnections(IDLE)
            .build();
    return new Pooled(client, connections);
  }

  private static BasicCredentialsProvider proxyCredentials(Proxies proxies) {
    BasicCredentialsProvider provider = new BasicCredentialsProvider();
    for (URI proxy : proxies.all()) {
      String user = proxy.getUserInfo();
      if (user != null) {
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        String password = colon < 0 ? "" : user.substring(colon + 1);
        provider.setCredentials(
            new AuthScope(Proxies.host(proxy), Proxies.port(proxy)),
            new UsernamePasswordCredentials(name, password.toCharArray()));
      }
    }
    return provider;
  }

  private static final class Routes extends DefaultRoutePlanner {
    private final Proxies proxies;

    Routes(Proxies proxies) {
      super(DefaultSchemePortResolver.INSTANCE);
      this.proxies = proxies;
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
      int port = DefaultSchemePortResolver.INSTANCE.resolve(target);
      return proxies
          .proxyFor(target.getSchemeName(), target.getHostName(), port)
          .map(uri -> new HttpHost(uri.getScheme(), Proxies.host(uri), Proxies.port(uri)))
          .orElse(null);
    }
  }
}
