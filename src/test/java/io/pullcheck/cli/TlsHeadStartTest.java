package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TlsHeadStartTest {

  /// Shorter than a key of each of the two curves that the JDK offers one of: nothing was computed.
  @Test
  void itMakesAWholeFirstMessage() throws Exception {
    assertThat(TlsHeadStart.hello()).isGreaterThan(200);
  }
}
