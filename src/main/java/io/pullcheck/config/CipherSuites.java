package io.pullcheck.config;

import java.util.Comparator;

/// The order in which cipher suites are preferred where much is sent.
public final class CipherSuites {

  /// ChaCha20 before AES, by the suites' standard names; otherwise it leaves them as they are. The
  /// JVM uses the processor's instructions for AES in its slow compiler alone, which is off
  /// (`bin/jvm.options`): without them AES takes four times as long as ChaCha20.
  public static final Comparator<String> QUICKEST_FIRST =
      Comparator.comparing(suite -> !suite.contains("CHACHA20"));

  private CipherSuites() {}
}
