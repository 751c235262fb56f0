package io.pullcheck.serve;

import io.pullcheck.config.Endpoint;
import io.pullcheck.config.HostSettings;
import io.pullcheck.config.HostsDirectory;
import io.pullcheck.config.RegistriesFile;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.StrictYaml;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the registry client's settings of the flags and the `--config` file, and reloads the file
/// when it has changed.
public final class RegistryConfiguration {

  private static final Logger log = LoggerFactory.getLogger(RegistryConfiguration.class);

  private final ServeConfig.Registries flags;
  private final int shards;
  private final Function<Path, String> reader;
  // The content that was last looked at, and why it was refused if it was.
  private Content seen = new Content("", HostsDirectory.EMPTY);
  private String refusal = "";
  private Optional<Boolean> nodesNeeded = Optional.empty();
  private volatile Optional<RegistrySettings> settingsInForce = Optional.empty();

  public RegistryConfiguration(ServeConfig.Registries flags, int shards) {
    this(flags, shards, StrictYaml::text);
  }

  static RegistryConfiguration of(ServeConfig config) {
    return new RegistryConfiguration(config.registries(), config.replicas().totalShards());
  }

  /// @param reader gives a file's content
  RegistryConfiguration(ServeConfig.Registries flags, int shards, Function<Path, String> reader) {
    this.flags = flags;
    this.shards = shards;
    this.reader = reader;
  }

  /// Reads the settings.
  ///
  /// @throws UsageError if the file cannot be taken
  public RegistrySettings load() {
    seen = content();
    return UsageError.at("--config", () -> settings(seen));
  }

  /// The settings as they are now. For any thread, after [#load].
  RegistrySettings inForce() {
    return settingsInForce.orElseThrow();
  }

  /// Has the user named this very host in the file?
  boolean names(String host) {
    return settingsInForce.filter(settings -> settings.names(host)).isPresent();
  }

  /// By which addresses, proxies, CAs and name the registries are reached.
  ///
  /// @param apiServers gives the known addresses of the cluster's API server, which is never asked
  ///   for an image
  /// @param environment the process's environment variables, which name proxies
  /// @param requests runs each request, which blocks, in a thread of its own
  /// @throws UsageError if a file of CAs cannot be used
  public RegistryAccess access(
      Supplier<Set<InetSocketAddress>> apiServers,
      Map<String, String> environment,
      Executor requests) {
    checkFiles("--capath: ", flags.certificateAuthorities(), List.of());
    return new RegistryAccess(
        new AddressRules(flags.allowLoopback(), flags.denyPrivate(), apiServers),
        environment,
        flags.certificateAuthorities(),
        "pullcheck/" + Version.text(),
        requests);
  }

  /// What is reloaded when it has changed.
  ///
  /// @param file of `--config`
  /// @param hosts of `--hosts-dir`
  private record Content(String file, HostsDirectory hosts) {}

  private RegistrySettings settings(Content content) {
    RegistriesFile file =
        flags
            .settings()
            .map(path -> RegistriesFile.parse(path, content.file))
            .orElse(RegistriesFile.EMPTY);
    for (HostSettings each : file.registries()) {
      checkFiles(
          flags.settings().orElseThrow() + ": " + each.host() + ": ",
          each.endpoint().authorities(),
          each.endpoint().clients());
    }
    RegistrySettings settings =
        new RegistrySettings(
                file.registries(),
                flags.verify(),
                flags.skipVerification(),
                flags.allowPlainHttp(),
                shards)
            .with(flags.runtime().orElse(ContainerRuntime.CONTAINERD))
            .on(content.hosts.hosts());
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

  private static void checkFiles(
      String where, List<Path> authorities, List<Endpoint.ClientCertificate> clients) {
    try {
      RegistryAccess.check(authorities, clients);
    } catch (IOException e) {
      throw new UsageError(where + e.getMessage());
    }
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
    try {
      Content now = content();
      if (now.equals(seen)) {
        return;
      }
      // The content that is parsed is the one that is remembered: the file may change meanwhile.
      seen = now;
      changed.accept(UsageError.at("--config", () -> settings(now)));
      refusal = "";
      log.atInfo()
          .addKeyValue("file", flags.settings().or(flags::hostsDirectory).orElseThrow())
          .log("configuration reloaded");
    } catch (UsageError e) {
      refused(String.valueOf(e.getMessage()));
    }
  }

  private void refused(String problem) {
    if (!problem.equals(refusal)) {
      refusal = problem;
      log.atError()
          .addKeyValue("problem", problem)
          .log("configuration refused, the old one stays in force");
    }
  }

  // The content is compared, not the file's time: a ConfigMap's files are links that are swapped.
  private Content content() {
    return new Content(
        UsageError.at("--config", () -> flags.settings().map(reader).orElse("")),
        UsageError.at(
            "--hosts-dir",
            () -> flags.hostsDirectory().map(HostsDirectory::read).orElse(HostsDirectory.EMPTY)));
  }
}
