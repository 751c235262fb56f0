package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A pod's own token, read anew for each request, because the kubelet renews it every hour or so.
final class MountedToken implements OAuthTokenProvider {

  private final Path file;
  private volatile String last = "";

  MountedToken(Path file) {
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
