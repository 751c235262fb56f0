package io.pullcheck.registry.auth;

import io.pullcheck.registry.NextStep;
import java.time.Duration;
import java.util.Optional;

/// What came of asking for a token.
sealed interface TokenResult {

  /// A token, to be shown as it is.
  ///
  /// @param fresh earned for who asks; else kept from before
  record Token(String value, boolean fresh) implements TokenResult {
    Token kept() {
      return new Token(value, false);
    }

    @Override
    public String toString() {
      return "Token[hidden]";
    }
  }

  /// None, and what that means for the check.
  ///
  /// @param leaveAlone for how long the token server asks that; nothing if it does not
  record None(NextStep ruling, Optional<Duration> leaveAlone) implements TokenResult {
    None(NextStep ruling) {
      this(ruling, Optional.empty());
    }
  }
}
