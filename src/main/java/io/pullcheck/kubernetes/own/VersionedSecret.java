package io.pullcheck.kubernetes.own;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One Secret of our own namespace, written by compare-and-swap on its resource version: of several
/// replicas that write at the same time one wins, and the others read again.
public interface VersionedSecret {

  /// What it holds.
  ///
  /// @param data decoded; every value is text
  record Content(Map<String, String> data, Map<String, String> annotations) {
    public Content {
      data = Map.copyOf(data);
      annotations = Map.copyOf(annotations);
    }

    /// Its data may be private keys.
    @Override
    public String toString() {
      return "Content[" + data.keySet() + ", " + annotations + "]";
    }
  }

  /// What it held at one moment.
  record Version(Content content, String resourceVersion) {
    public Version {
      Objects.requireNonNull(content, "content");
      Objects.requireNonNull(resourceVersion, "resourceVersion");
    }
  }

  /// What it holds now; nothing if there is no such Secret.
  ///
  /// @throws IOException if it cannot be read; the message is one line that says why
  Optional<Version> read() throws IOException;

  /// Writes it.
  ///
  /// @param was what it is to replace; nothing to create it
  /// @param keys the data keys and annotations that are ours; what else it holds stays
  /// @return false if it is not that any more: somebody else was faster
  /// @throws IOException if it cannot be written; the message is one line that says why
  boolean write(Optional<Version> was, Content content, Set<String> keys) throws IOException;
}
