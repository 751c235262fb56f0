package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of golang.org/x/net/http/httpproxy.
final class ProxiesTest {

  private static final URI PROXY = URI.create("http://proxy.corp:3128");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reg.io                    | reg.io            | 443  | direct
          reg.io                    | REG.io            | 443  | direct
          REG.IO                    | reg.io            | 443  | direct
          reg.io                    | a.reg.io          | 443  | direct
          reg.io                    | myreg.io          | 443  | proxy
          .reg.io                   | a.reg.io          | 443  | direct
          .reg.io                   | reg.io            | 443  | proxy
          *.reg.io                  | a.b.reg.io        | 443  | direct
          *.reg.io                  | reg.io            | 443  | proxy
          reg.io:5000               | reg.io            | 5000 | direct
          reg.io:5000               | a.reg.io          | 5000 | direct
          reg.io:5000               | reg.io            | 443  | proxy
          :5000                     | reg.io            | 5000 | proxy
          a.io, reg.io ,b.io        | reg.io            | 443  | direct
          a.io,,                    | reg.io            | 443  | proxy
          *                         | reg.io            | 443  | direct
          10.1.2.3                  | 10.1.2.3          | 443  | direct
          10.1.2.3                  | 10.1.2.4          | 443  | proxy
          10.1.2.3:5000             | 10.1.2.3          | 5000 | direct
          10.1.2.3:5000             | 10.1.2.3          | 443  | proxy
          10.0.0.0/8                | 10.1.2.3          | 443  | direct
          10.0.0.0/8                | 11.1.2.3          | 443  | proxy
          10.1.2.0/25               | 10.1.2.127        | 443  | direct
          10.1.2.0/25               | 10.1.2.128        | 443  | proxy
          10.1.2.3/33               | 10.1.2.3          | 443  | proxy
          10.0.0.0/x                | 10.0.0.0          | 443  | proxy
          0.0.0.0/0                 | 10.1.2.3          | 443  | direct
          0.0.0.0/0                 | 2001:db8::1       | 443  | proxy
          2001:db8::1               | 2001:db8::1       | 443  | direct
          2001:db8::1               | [2001:db8:0::1]   | 443  | direct
          [2001:db8::1]:5000        | 2001:db8::1       | 5000 | direct
          [2001:db8::1]:5000        | 2001:db8::1       | 443  | proxy
          2001:db8::/32             | 2001:db8:1::7     | 443  | direct
          2001:db8::/32             | 2001:db9::7       | 443  | proxy
          ''                        | localhost         | 443  | direct
          ''                        | 127.0.0.1         | 443  | direct
          ''                        | 127.9.9.9         | 443  | direct
          ''                        | [::1]             | 443  | direct
          ''                        | a.localhost       | 443  | proxy
          ''                        | reg.io            | 443  | proxy
          """)
  void whatGoesDirectly(String excluded, String host, int port, String way) {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", PROXY.toString(), "NO_PROXY", excluded));

    assertThat(proxies.proxyFor("https", host, port).isEmpty()).isEqualTo(way.equals("direct"));
  }

  @Test
  void eachSchemeHasItsOwnProxy() {
    Proxies proxies =
        Proxies.of(Map.of("HTTPS_PROXY", "http://s.corp:1", "HTTP_PROXY", "https://p.corp"));

    assertThat(proxies.proxyFor("https", "reg.io", 443)).contains(URI.create("http://s.corp:1"));
    assertThat(proxies.proxyFor("http", "reg.io", 80)).contains(URI.create("https://p.corp"));
    assertThat(proxies.all()).extracting(Proxies::port).containsExactly(1, 443);
  }

  @Test
  void upperCaseComesFirstAndLowerCaseCounts() {
    assertThat(
            Proxies.of(Map.of("https_proxy", "http://lower:1", "HTTPS_PROXY", "http://upper:1"))
                .proxyFor("https", "reg.io", 443))
        .contains(URI.create("http://upper:1"));
    assertThat(
            Proxies.of(Map.of("https_proxy", "http://lower:1", "no_proxy", "reg.io"))
                .proxyFor("https", "reg.io", 443))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy.corp:3128        | http://proxy.corp:3128
          proxy.corp             | http://proxy.corp
          http://u:p@proxy.corp  | http://u:p@proxy.corp
          http://                |
          'http://no host'       |
          """)
  void aProxyMayLackItsScheme(String text, String proxy) {
    assertThat(Proxies.of(Map.of("HTTPS_PROXY", text)).proxyFor("https", "reg.io", 443))
        .isEqualTo(Optional.ofNullable(proxy).map(URI::create));
  }

  @Test
  void aProxysNameMayHaveAnUnderscore() {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://my_proxy.corp:3128"));

    assertThat(proxies.proxyFor("https", "reg.io", 443))
        .get()
        .returns("my_proxy.corp", Proxies::host)
        .returns(3128, Proxies::port);
  }
}
