package io.pullcheck.serve;

import io.pullcheck.config.RegistriesFile;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the registry client's settings of the flags and the `--config` file, and reloads the file
/// when it has changed.
public final class RegistryConfiguration {

  private static final Logger log = LoggerFactory.getLogger(RegistryConfiguration.class);

  private final ServeConfig.Registries flags;
  private final int shards;
  private String inForce = "";
  private Optional<Boolean> nodesNeeded = Optional.empty();
  private volatile Optional<RegistrySettings> settingsInForce = Optional.empty();

  public RegistryConfiguration(ServeConfig.Registries flags, int shards) {
    this.flags = flags;
    this.shards = shards;
  }

  /// Reads the settings.
  ///
  /// @throws UsageError if the file cannot be taken
  public RegistrySettings load() {
    return UsageError.at("--config", this::read);
  }

  /// By which addresses, proxies, CAs and name the registries are reached.
  ///
  /// @param apiServers addresses of the cluster's API server, which is never asked for an image
  /// @param environment the process's environment variables, which name proxies
  public RegistryAccess access(Set<InetSocketAddress> apiServers, Map<String, String> environment) {
    return new RegistryAccess(
        new AddressRules(flags.allowLoopback(), flags.denyPrivate(), apiServers),
        environment,
        flags.certificateAuthorities(),
        "pullcheck/" + Version.text());
  }

  private RegistrySettings read() {
    RegistriesFile file = flags.settings().map(RegistriesFile::read).orElse(RegistriesFile.EMPTY);
    inForce = content();
    RegistrySettings settings =
        new RegistrySettings(
            file.registries(),
            flags.verify(),
            flags.skipVerification(),
            flags.allowPlainHttp(),
            shards);
    boolean needed = flags.platforms().isEmpty() && settings.verify(Verification.PLATFORM);
    if (needed && !nodesNeeded.orElse(true)) {
      throw new UsageError(
          flags.settings().orElseThrow()
              + ": verify: platform or layers needs the nodes' platforms, which are listed from the"
              + " start or not at all: restart, or set --platforms");
    }
    nodesNeeded = nodesNeeded.or(() -> Optional.of(needed));
    settingsInForce = Optional.of(settings);
    return settings;
  }

  /// Whether a host is a registry for certain: one that this program knows, or that the operator
  /// has named. Of any other host, the users of a namespace are not told how it answers. For any
  /// thread.
  boolean isNamed(String host) {
    return KnownRegistry.of(host).isPresent()
        || KnownRegistry.isGoogle(host)
        || host.equals(flags.defaultRegistry())
        || settingsInForce.filter(settings -> settings.has(host)).isPresent();
  }

  /// Must the cluster's nodes be watched, because some registry's images are verified for their
  /// platforms? Decided when the settings are first loaded.
  boolean needsNodes() {
    return nodesNeeded.orElse(false);
  }

  /// Hands over new settings if the file has changed. A file that is refused is logged once, and
  /// the old settings stay in force.
  void reloadIfChanged(Consumer<RegistrySettings> changed) {
    String now = content();
    if (now.equals(inForce)) {
      return;
    }
    try {
      changed.accept(load());
      log.atInfo()
          .addKeyValue("file", flags.settings().orElseThrow())
          .log("configuration reloaded");
    } catch (UsageError e) {
      inForce = now;
      log.atError()
          .addKeyValue("problem", e.getMessage())
          .log("configuration refused, the old one stays in force");
    }
  }

  // The content is compared, not the file's time: a ConfigMap's files are links that are swapped.
  private String content() {
    try {
      Optional<Path> file = flags.settings();
      return file.isEmpty() ? "" : Files.readString(file.get());
    } catch (IOException e) {
      return "cannot be read";
    }
  }
}
