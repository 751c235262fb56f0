package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpCallTest {

  @ParameterizedTest
  @CsvSource({
    "https://reg.io/v2/, reg.io, 443",
    "http://reg.io/v2/, reg.io, 80",
    "https://reg.io:5000/v2/, reg.io, 5000",
    "https://[::1]:5000/v2/, [::1], 5000",
    "https://my_registry.lan/v2/, my_registry.lan, 443",
    "http://my_registry.lan/v2/, my_registry.lan, 80",
    "https://my_registry.lan:5000/v2/, my_registry.lan, 5000",
    "https://my_registry.lan:99999/v2/, my_registry.lan, 99999",
    "https://alice@reg.io/v2/, '', 443",
    "https://alice@my_registry.lan/v2/, '', 443",
    "https://my_registry.lan:999999/v2/, '', 443",
    "https://a:b:c/v2/, '', 443",
  })
  void aUrlNamesAHostAndAPort(String url, String host, int port) {
    assertThat(HttpCall.host(URI.create(url)).orElse("")).isEqualTo(host);
    assertThat(HttpCall.port(URI.create(url))).isEqualTo(port);
  }
}
