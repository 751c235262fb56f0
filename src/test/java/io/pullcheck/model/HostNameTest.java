package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "registry.example.com, registry.example.com",
    "registry.example.com:5000, registry.example.com",
    "registry.example.com:, registry.example.com:",
    "127.0.0.1:443, 127.0.0.1",
    "[::1]:5000, [::1]",
    "[::1], [::1]",
    "localhost:5000x, localhost:5000x",
    "'', ''",
  })
  void aPortIsWhatIsLeftOut(String host, String name) {
    assertThat(HostName.withoutPort(host)).isEqualTo(name);
  }
}
