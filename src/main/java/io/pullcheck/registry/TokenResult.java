package io.pullcheck.registry;

/// What came of asking for a token.
sealed interface TokenResult {

  /// A token, to be shown as it is.
  record Token(String value) implements TokenResult {
    @Override
    public String toString() {
      return "Token[hidden]";
    }
  }

  /// None, and what that means for the check.
  record None(Ruling ruling) implements TokenResult {}
}
