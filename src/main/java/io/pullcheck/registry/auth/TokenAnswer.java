package io.pullcheck.registry.auth;

import io.pullcheck.registry.content.TypedJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a token server answers, read as containerd reads it: a field of another type makes the
/// whole answer useless.
final class TokenAnswer implements TypedJson.Fields {

  private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);
  // Characters. Real tokens have up to some 4,000, and many servers read no longer header.
  private static final int LONGEST = 8 * 1024;
  // RFC 3339, as Go reads it.
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):\\d\\d:\\d\\d([.,]\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern SENDABLE =
      Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?");

  private String token = "";
  private String accessToken = "";
  private long seconds;
  private boolean scopeIsText = true;

  private TokenAnswer() {}

  /// Nothing if it cannot be read. What stands behind the first JSON value is ignored.
  static Optional<TokenAnswer> read(String body) {
    TokenAnswer answer = new TokenAnswer();
    try {
      TypedJson.read(body, false, answer);
      return Optional.of(answer);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void field(String name, TypedJson value) {
    switch (name) {
      case "token" -> token = value.text(token);
      case "access_token" -> accessToken = value.text(accessToken);
      case "refresh_token" -> value.text("");
      case "expires_in" -> seconds = value.number(seconds);
      case "issued_at" -> time(value);
      case "scope" -> scopeIsText = value.isText();
      default -> value.skip();
    }
  }

  private static void time(TypedJson value) {
    if (value.isNull()) {
      return;
    }
    String text = value.text("");
    if (!TIME.matcher(text).matches()) {
      throw new IllegalArgumentException("issued_at is no time");
    }
    try {
      var _ = OffsetDateTime.parse(text.replace(',', '.'));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("issued_at is no time", e);
    }
  }

  /// An answer to POST has an `access_token`, and may have a `scope`.
  Optional<TokenResult.Token> ofPost() {
    return scopeIsText ? sendable(accessToken) : Optional.empty();
  }

  Optional<TokenResult.Token> ofGet() {
    return sendable(accessToken.isEmpty() ? token : accessToken);
  }

  // A token that is longer, or has other characters, cannot be put into a header.
  private Optional<TokenResult.Token> sendable(String value) {
    return Optional.of(value)
        .filter(text -> text.length() <= LONGEST && SENDABLE.matcher(text).matches())
        .map(text -> new TokenResult.Token(text, life(), true));
  }

  /// How long the token may be used: nine tenths of what the server says, so that it does not
  /// expire on the way.
  private Duration life() {
    Duration life =
        seconds <= 0
            ? DEFAULT_LIFE
            : Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
    return life.multipliedBy(9).dividedBy(10);
  }
}
