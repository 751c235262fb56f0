package io.pullcheck.credentials.docker;

import io.pullcheck.config.UsageError;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A docker `config.json` in place of a node's own, read as the kubelet does (it knows no
/// credential helpers and no identity tokens), and read again when it has changed. Any thread may
/// ask.
///
/// Once a file is deleted there are no credentials. If it is malformed after a change, the last
/// valid content stays in force.
public final class DockerConfigFile implements Keyring {

  static final String NONE =
      "is not a docker config.json (allowed: a JSON object with auths, each auth base64 of user:password)";
  private static final Logger log = LoggerFactory.getLogger(DockerConfigFile.class);

  private final Path file;
  private @Nullable Version version;
  private DockerKeyring keyring = DockerKeyring.EMPTY;

  /// Differs from the last one when the file has changed. The key is the inode, which differs when
  /// another file of the same size and time was moved into its place.
  private record Version(FileTime modified, long size, @Nullable Object key) {
    static Version of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  /// A file that need not exist.
  public DockerConfigFile(Path file) {
    this.file = file;
  }

  /// A file that must exist and be a docker config now; later it may change or be deleted.
  ///
  /// @throws UsageError if it does not exist or is not a docker config
  public static DockerConfigFile open(Path file) {
    DockerConfigFile opened = new DockerConfigFile(file);
    try {
      opened.version = Version.of(file);
      opened.keyring = opened.read().orElseThrow(() -> UsageError.file(file, NONE));
      return opened;
    } catch (IOException e) {
      throw UsageError.unreadable(file, e);
    }
  }

  /// Warns, to be called once at the start, if the file has logins by helpers only: people who set
  /// `DOCKER_CONFIG` to their own folder expect these to be used.
  public void warnOfHelpers() {
    try {
      List<String> named = DockerConfigs.helpers(Files.readAllBytes(file));
      if (!named.isEmpty()) {
        log.atWarn()
            .addKeyValue("file", file)
            .addKeyValue("ignored", String.join(", ", named))
            .log(
                "docker config names credential helpers, which a node would not ask either: put the"
                    + " logins into auths, or use --image-credential-provider-config");
      }
    } catch (IOException e) {
      log.atDebug().addKeyValue("file", file).setCause(e).log("no docker config");
    }
  }

  @Override
  public Candidates candidates(ImageReference reference) {
    return new Candidates(current().lookup(reference.repository()), Optional.empty());
  }

  private synchronized DockerKeyring current() {
    try {
      Version now = Version.of(file);
      if (!now.equals(version)) {
        keyring = read().orElseGet(this::last);
        version = now;
      }
    } catch (IOException e) {
      if (version != null) {
        log.atWarn().addKeyValue("file", file).log("docker config is gone");
      }
      version = null;
      keyring = DockerKeyring.EMPTY;
    }
    return keyring;
  }

  private DockerKeyring last() {
    log.atWarn().addKeyValue("file", file).log("docker config is not valid, the last one stays");
    return keyring;
  }

  private Optional<DockerKeyring> read() throws IOException {
    return DockerConfigs.json(Files.readAllBytes(file))
        .map(config -> new DockerKeyring(List.of(config)));
  }
}
