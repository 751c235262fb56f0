package io.pullcheck.credentials;

import io.pullcheck.image.Candidates;
import io.pullcheck.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A docker `config.json` that stands for a node's own: read as the kubelet does, and again when it
/// changes. A file that is missing or cannot be read has no credentials.
public final class DockerConfigFile implements NodeCredentials {

  private static final Logger log = LoggerFactory.getLogger(DockerConfigFile.class);

  private final Path file;
  private Version version = Version.NONE;
  private KubeletKeyring keyring = new KubeletKeyring(List.of());

  private record Version(FileTime modified, long size) {
    static final Version NONE = new Version(FileTime.fromMillis(0), -1);

    static Version of(Path file) throws IOException {
      return new Version(Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  public DockerConfigFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized Candidates candidates(ImageReference reference) {
    try {
      Version now = Version.of(file);
      if (!now.equals(version)) {
        keyring = new KubeletKeyring(List.of(read()));
        version = now;
      }
    } catch (IOException e) {
      if (!version.equals(Version.NONE)) {
        log.atWarn().addKeyValue("file", file).log("docker config is gone");
      }
      version = Version.NONE;
      keyring = new KubeletKeyring(List.of());
    }
    return new Candidates(keyring.lookup(reference), Optional.empty());
  }

  private DockerConfig read() throws IOException {
    Optional<DockerConfig> config = DockerConfigs.json(Files.readAllBytes(file));
    if (config.isEmpty()) {
      log.atWarn().addKeyValue("file", file).log("docker config cannot be read as one");
    }
    return config.orElseGet(() -> new DockerConfig(List.of()));
  }
}
