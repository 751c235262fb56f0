package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/// What an exception of the client says of the API server.
public enum ApiFailure {
  /// We lack the right.
  FORBIDDEN,
  /// It has no such object, or no such kind.
  NOT_FOUND,
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

  // 401 is a token that is about to be renewed, 410 a list to begin anew.
  private static ApiFailure ofStatus(int code) {
    return switch (code) {
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 401, 408, 410, 429 -> UNREACHABLE;
      default -> code >= 500 ? UNREACHABLE : OTHER;
    };
  }

  /// One line, from the innermost cause.
  public static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String name = cause.getClass().getSimpleName();
    String message = cause.getMessage();
    return message == null ? name : (name + ": " + message).lines().findFirst().orElse(name);
  }
}
