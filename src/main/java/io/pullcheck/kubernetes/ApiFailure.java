package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// What a failed request to the API server says of it.
public enum ApiFailure {
  /// We lack the right.
  FORBIDDEN,
  /// It has no such object, or no such kind.
  NOT_FOUND,
  /// The object is another one than we thought: it was written, created or deleted meanwhile.
  CONFLICT,
  /// It does not answer, or not now.
  UNREACHABLE,
  /// Anything else: nothing that we know how to wait for.
  OTHER;

  public static ApiFailure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case KubernetesClientException exception when exception.getCode() > 0 -> {
          return ofStatus(exception.getCode());
        }
        case IOException _, TimeoutException _ -> {
          return UNREACHABLE;
        }
        default -> {}
      }
    }
    return OTHER;
  }

  // 401: the token is about to be renewed. 410: the list or watch must begin anew. 422: the `test`
  // of a JSON patch did not hold.
  private static ApiFailure ofStatus(int code) {
    return switch (code) {
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 409, 422 -> CONFLICT;
      case 401, 408, 410, 429 -> UNREACHABLE;
      default -> code >= 500 ? UNREACHABLE : OTHER;
    };
  }

  /// The failure of one request, as an exception whose message is one line for logs.
  ///
  /// @param operation what was tried: `read secret pullcheck/webhook-ca`
  public static IOException during(String operation, KubernetesClientException cause) {
    String why =
        switch (cause.getCode()) {
          case 0, -1 -> "the API server cannot be reached: " + message(innermost(cause));
          case 403 -> "forbidden; the ClusterRole or Role lacks this right";
          default -> "HTTP " + cause.getCode();
        };
    return new IOException(operation + ": " + why, cause);
  }

  /// One line, from the innermost cause: `IOException: reset`.
  public static String describe(Throwable failure) {
    Throwable cause = innermost(failure);
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + ": " + message(cause);
  }

  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(text -> text.lines().findFirst())
        .orElse(failure.getClass().getSimpleName());
  }
}
