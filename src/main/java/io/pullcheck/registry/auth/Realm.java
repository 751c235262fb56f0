package io.pullcheck.registry.auth;

import io.pullcheck.registry.http.Reach;

/// How a token server stands to the registry that names it.
sealed interface Realm {

  /// It may be requested.
  ///
  /// @param reach how far the request may go
  record Allowed(Reach reach) implements Realm {}

  /// It may not.
  ///
  /// @param detail why, and which setting allows it
  record Refused(String detail) implements Realm {}
}
