package io.pullcheck.credentials.docker;

import io.pullcheck.model.Credential;
import java.util.List;
import java.util.Objects;

/// The entries of one docker config, in the order in which they are written.
public record DockerConfig(List<Entry> entries) {

  /// The credential for one registry, or for a path in it.
  ///
  /// @param key as written: `registry.example.com`, `https://index.docker.io/v1/`,
  ///   `*.example.com/team`
  public record Entry(String key, Credential credential) {
    public Entry {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(credential, "credential");
    }
  }

  // Bytes that an entry takes besides its texts.
  private static final int ENTRY = 256;

  public DockerConfig {
    entries = List.copyOf(entries);
  }

  /// About how many bytes of memory it takes.
  public int bytes() {
    int bytes = ENTRY;
    for (Entry each : entries) {
      bytes +=
          ENTRY
              + each.key.length()
              + each.credential.username().length()
              + each.credential.secret().length();
    }
    return bytes;
  }
}
