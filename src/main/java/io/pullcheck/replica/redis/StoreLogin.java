package io.pullcheck.replica.redis;

import java.util.Objects;

/// How a server is logged in to. Hides its password when printed.
///
/// @param user empty: the server's default user
public record StoreLogin(String user, String password) {

  /// Without a login.
  public static final StoreLogin NONE = new StoreLogin("", "");

  public StoreLogin {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return "StoreLogin[" + user + ", hidden]";
  }
}
