package io.pullcheck.testing;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Settings of registries as tests need them.
public final class TestingHosts {

  private TestingHosts() {}

  /// Plain HTTP without a limit of the rate, asked after these mirrors.
  public static HostSettings plain(String host, String... mirrors) {
    return new HostSettings(
        host,
        List.of(mirrors),
        false,
        Set.of(),
        0,
        8,
        Optional.empty(),
        true,
        false,
        Optional.empty());
  }

  /// Plain HTTP with further hosts that may be its token server.
  public static HostSettings withAuthHosts(String host, String... authHosts) {
    return new HostSettings(
        host,
        List.of(),
        false,
        Set.of(authHosts),
        0,
        8,
        Optional.empty(),
        true,
        false,
        Optional.empty());
  }

  public static HostSettings limited(String host, double requestsPerSecond, int concurrency) {
    return new HostSettings(
        host,
        List.of(),
        false,
        Set.of(),
        requestsPerSecond,
        concurrency,
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  public static RegistrySettings settings(HostSettings... hosts) {
    return new RegistrySettings(List.of(hosts), Verification.MANIFEST, false, false, 1);
  }
}
