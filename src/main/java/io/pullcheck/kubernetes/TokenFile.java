package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A token in a file, read anew for each request: a pod's own, which the kubelet renews every hour
/// or so, or a kubeconfig's `tokenFile`.
final class TokenFile implements OAuthTokenProvider {

  private final Path file;
  private volatile String last = "";

  TokenFile(Path file) {
    this.file = file;
  }

  /// Never throws: the client does not expect it, and an informer would end. For an old token the
  /// API server answers 401, and the informers try again.
  @Override
  public String getToken() {
    try {
      last = Files.readString(file).strip();
    } catch (IOException e) {
      // Until the file is back, the last token may still be valid.
    }
    return last;
  }
}
