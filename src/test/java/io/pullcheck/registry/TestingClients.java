package io.pullcheck.registry;

import io.pullcheck.config.RegistrySettings;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Registry clients for tests of other packages.
public final class TestingClients {

  private TestingClients() {}

  /// A client that knows no name, so that all are left to a proxy.
  ///
  /// @param authorities a PEM file
  public static RegistryClient through(String proxy, Path authorities, RegistrySettings settings) {
    return new RegistryClient(
        new RegistryAccess(
            new AddressRules(false, false, Set.of()),
            Map.of("HTTPS_PROXY", proxy, "HTTP_PROXY", proxy),
            List.of(authorities),
            "test",
            Thread::startVirtualThread),
        new TestingNames().name("127.0.0.1", "127.0.0.1"),
        settings,
        Duration.ofSeconds(20),
        RegistryObserver.NONE,
        Clock.systemUTC());
  }
}
