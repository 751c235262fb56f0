package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

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
          case 0, -1 -> "the API server cannot be reached: " + describe(cause);
          case 401 -> "HTTP 401: the API server does not accept our credentials";
          case 403 -> "forbidden; the ClusterRole or Role lacks this right";
          default -> "HTTP " + cause.getCode();
        };
    return new IOException(operation + ": " + why, cause);
  }

  /// One line, in words that a reader knows: `connection refused`.
  public static String describe(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> known = words(cause);
      if (known.isPresent()) {
        return known.get();
      }
    }
    Throwable cause = innermost(failure);
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + ": " + message(cause);
  }

  // From the outside in: a channel that was closed because nobody listens is a refusal.
  private static Optional<String> words(Throwable cause) {
    return switch (cause) {
      case KubernetesClientException exception when exception.getCode() == 401 ->
          Optional.of("HTTP 401: it does not accept our credentials");
      case KubernetesClientException exception when exception.getCode() == 403 ->
          Optional.of("HTTP 403: we lack the right");
      case KubernetesClientException exception when exception.getCode() > 0 ->
          Optional.of("HTTP " + exception.getCode());
      case UnknownHostException _, UnresolvedAddressException _ ->
          Optional.of("its name does not resolve");
      case HttpConnectTimeoutException _, HttpTimeoutException _, TimeoutException _ ->
          Optional.of("no answer in time");
      case ConnectException _, ClosedChannelException _ -> Optional.of("connection refused");
      // Those around it say the same in the names of Java's classes.
      case SSLException _ -> Optional.of("no trusted TLS connection: " + message(innermost(cause)));
      default -> Optional.empty();
    };
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
