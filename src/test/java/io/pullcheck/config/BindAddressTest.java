package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BindAddressTest {

  @ParameterizedTest
  @CsvSource({
    ":8080, '', 8080",
    "127.0.0.1:0, 127.0.0.1, 0",
    "[::1]:65535, ::1, 65535",
    "localhost:80, localhost, 80"
  })
  void readsGoAddresses(String text, String host, int port) {
    assertThat(BindAddress.parse(text)).isEqualTo(new BindAddress(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8080",
        ":",
        ":65536",
        ":99999999999",
        "::1:80",
        "host:",
        "[::1]",
        "a b:1",
        "http://h:1"
      })
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> BindAddress.parse(text))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("[HOST]:PORT");
  }
}
