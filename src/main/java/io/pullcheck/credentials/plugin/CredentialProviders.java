package io.pullcheck.credentials.plugin;

import io.pullcheck.config.UsageError;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.DockerKeyring;
import io.pullcheck.credentials.docker.Executable;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The credential provider plugins of a node, which are one source of credentials, configured
/// exactly as for the kubelet (pkg/credentialprovider/plugin/plugins.go, v1.36). A plugin that
/// fails gives no credentials, and the trouble [Reason#CREDENTIAL_PROVIDER_FAILED]. Any thread may
/// ask.
public final class CredentialProviders implements Keyring {

  private static final Logger log = LoggerFactory.getLogger(CredentialProviders.class);
  private static final String CONFIG_FLAG = "--image-credential-provider-config";
  private static final String DIRECTORY_FLAG = "--image-credential-provider-bin-dir";
  // As in the kubelet.
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final List<CredentialProvider> providers;

  private CredentialProviders(List<CredentialProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /// Reads the configuration, and checks that every plugin exists and is executable.
  ///
  /// @param config the file or folder of `--image-credential-provider-config`
  /// @param binaries the folder of `--image-credential-provider-bin-dir`
  /// @throws UsageError if the kubelet would not start with them
  public static CredentialProviders open(Path config, Path binaries, InstantSource clock) {
    return open(config, binaries, clock, TIMEOUT);
  }

  static CredentialProviders open(
      Path config, Path binaries, InstantSource clock, Duration timeout) {
    if (!Files.isDirectory(binaries)) {
      throw UsageError.file(binaries, "is no folder (allowed: that of the plugins)")
          .at(DIRECTORY_FLAG);
    }
    List<CredentialProvider> providers = new ArrayList<>();
    Semaphore places = Executable.newPlaces();
    for (ProviderConfig provider :
        UsageError.at(CONFIG_FLAG, () -> CredentialProviderFiles.read(config))) {
      Path binary = binaries.resolve(provider.name());
      if (!Files.isRegularFile(binary) || !Files.isExecutable(binary)) {
        throw UsageError.file(
                binary, "is no executable (allowed: the plugin that " + config + " names)")
            .at(DIRECTORY_FLAG);
      }
      if (provider.needsToken()) {
        log.atWarn()
            .addKeyValue("provider", provider.name())
            .log(
                "credential provider is skipped: tokenAttributes needs the token of a running Pod");
      } else {
        providers.add(
            new CredentialProvider(provider, plugin(provider, binary, timeout, places), clock));
      }
    }
    return new CredentialProviders(providers);
  }

  private static Plugin plugin(
      ProviderConfig provider, Path binary, Duration timeout, Semaphore places) {
    List<String> command =
        Stream.concat(Stream.of(binary.toString()), provider.args().stream()).toList();
    return new Plugin(
        new Executable(command, provider.environment(), timeout, places), provider.apiVersion());
  }

  @Override
  public Candidates candidates(ImageReference reference) {
    String image = reference.repository();
    List<DockerConfig> configs = new ArrayList<>();
    boolean failed = false;
    for (CredentialProvider provider : providers) {
      Optional<DockerConfig> provided = provider.provide(image);
      provided.ifPresent(configs::add);
      failed |= provided.isEmpty();
    }
    return new Candidates(
        new DockerKeyring(configs).lookup(image),
        failed ? Optional.of(Reason.CREDENTIAL_PROVIDER_FAILED) : Optional.empty());
  }
}
