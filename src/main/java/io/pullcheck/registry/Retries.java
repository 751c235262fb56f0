package io.pullcheck.registry;

import io.pullcheck.registry.http.Reply;

/// When containerd sends the same request again at once (`retryRequest` in its
/// `core/remotes/docker/resolver.go`).
final class Retries {

  // Requests of one question, those after a challenge included.
  private static final int MOST = 5;

  private final boolean lastHost;
  private int sent;
  private int before;

  /// @param lastHost whether nobody is asked after this one
  Retries(boolean lastHost) {
    this.lastHost = lastHost;
  }

  /// After two connections in a row that ended without an answer.
  boolean again(Reply.Failure failure) {
    sent += 2;
    return sent < MOST && lastHost && failure.detail().equals(Reply.CLOSED);
  }

  /// Whether one more request may follow those that have been answered.
  boolean more() {
    return sent < MOST;
  }

  /// @param status of the latest answer
  boolean again(int status) {
    boolean repeated = status == before;
    before = status;
    sent++;
    return sent < MOST
        && switch (status) {
          case 408, 429 -> true;
          case 500, 503, 504 -> lastHost && !repeated;
          default -> false;
        };
  }
}
