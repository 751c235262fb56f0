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

  public DockerConfig {
    entries = List.copyOf(entries);
  }
}
