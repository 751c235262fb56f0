package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemNamesTest {

  @TempDir private Path folder;

  /// The C library does not look for an absolute name in the hosts file, a pod's hostAliases.
  @Test
  void anAbsoluteNameIsFoundInTheHostsFile() throws IOException {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"),
            """
            # 10.9.9.9 reg.example.com
            10.1.2.3\tother.example.com Reg.example.com  # by hostAliases
            fd00::5 reg.example.com
            """);

    assertThat(new SystemNames(hosts).resolve("reg.example.com."))
        .containsExactly(InetAddress.ofLiteral("10.1.2.3"), InetAddress.ofLiteral("fd00::5"));
  }

  @Test
  void aNameWithoutADotIsTheSystemsToFind() throws IOException {
    assertThat(new SystemNames(folder.resolve("missing")).resolve("localhost"))
        .anyMatch(InetAddress::isLoopbackAddress);
  }
}
