package io.pullcheck.registry.auth;

import java.util.Map;
import java.util.Optional;

/// How a request is authorized.
///
/// @param headers to send with the request
/// @param token what the token was requested with, under which it is cached
/// @param fresh false if the token is a cached one, which may have been revoked since
public record Authorization(
    Kind kind, Map<String, String> headers, Optional<TokenRequest> token, boolean fresh) {

  /// By what a request is authorized.
  public enum Kind {
    NONE,
    ANONYMOUS_TOKEN,
    CREDENTIAL_TOKEN,
    BASIC;

    public boolean isToken() {
      return this == ANONYMOUS_TOKEN || this == CREDENTIAL_TOKEN;
    }
  }

  public static final Authorization NONE =
      new Authorization(Kind.NONE, Map.of(), Optional.empty(), true);

  public Authorization {
    headers = Map.copyOf(headers);
  }

  static Authorization basic(Map<String, String> headers) {
    return new Authorization(Kind.BASIC, headers, Optional.empty(), true);
  }

  static Authorization bearer(TokenRequest request, String token, boolean fresh) {
    return new Authorization(
        request.credential().isPresent() ? Kind.CREDENTIAL_TOKEN : Kind.ANONYMOUS_TOKEN,
        Map.of("Authorization", "Bearer " + token),
        Optional.of(request),
        fresh);
  }

  @Override
  public String toString() {
    return "Authorization[" + kind + ", hidden]";
  }
}
