package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;

/// A request to the API server that failed, in one line.
public final class FailedRequest {

  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  public static final int CONFLICT = 409;
  public static final int UNPROCESSABLE = 422;

  private FailedRequest() {}

  /// The failure of one request, as one line for logs.
  ///
  /// @param operation what was tried: `read secret pullcheck/webhook-ca`
  public static IOException of(String operation, KubernetesClientException cause) {
    String why =
        switch (cause.getCode()) {
          case 0, -1 -> "the API server cannot be reached: " + root(cause);
          case FORBIDDEN -> "forbidden; the ClusterRole or Role lacks this right";
          default -> "HTTP " + cause.getCode();
        };
    return new IOException(operation + ": " + why, cause);
  }

  private static String root(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return Optional.ofNullable(deepest.getMessage())
        .flatMap(text -> text.lines().findFirst())
        .orElse(deepest.getClass().getSimpleName());
  }
}
