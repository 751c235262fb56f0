package io.pullcheck.registry.auth;

import io.pullcheck.registry.http.Reply;
import java.time.Duration;

/// What came of requesting a token.
sealed interface TokenResult {

  /// For how long others may be given the same result.
  Duration life();

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
