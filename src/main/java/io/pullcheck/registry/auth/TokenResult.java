package io.pullcheck.registry.auth;

import io.pullcheck.registry.http.Reply;
import java.time.Duration;

/// What came of requesting a token.
sealed interface TokenResult {

  /// For how long others may be given the same result.
  Duration life();

  /// About how many bytes it takes in memory.
  default int weight() {
    return switch (this) {
      case Token token -> 64 + token.value.length();
      case None(Reply.Response response) -> 64 + 2 * response.body().length();
      case None _ -> 64;
    };
  }

  /// A token, to be sent as it is.
  ///
  /// @param fresh false if it was requested by an earlier check
  record Token(String value, Duration life, boolean fresh) implements TokenResult {
    Token cached() {
      return new Token(value, life, false);
    }

    @Override
    public String toString() {
      return "Token[hidden]";
    }
  }

  /// No token.
  ///
  /// @param reply the token server's answer, or why there is none
  record None(Reply reply) implements TokenResult {
    @Override
    public Duration life() {
      return Duration.ZERO;
    }
  }
}
