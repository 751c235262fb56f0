package io.pullcheck.kubernetes;

/// Where the cluster is cannot be told; the message is one line that names the flag, the file and
/// what is wrong with it.
public final class NoClusterException extends Exception {

  private static final long serialVersionUID = 1L;

  NoClusterException(String message) {
    super(message);
  }
}
