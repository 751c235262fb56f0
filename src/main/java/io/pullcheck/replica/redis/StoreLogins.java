package io.pullcheck.replica.redis;

import java.util.Objects;

/// How the servers of a store are logged in to, and the Sentinels that name one: these have users
/// of their own.
public record StoreLogins(StoreLogin servers, StoreLogin sentinels) {

  /// Without a login.
  public static final StoreLogins NONE = of(StoreLogin.NONE);

  public StoreLogins {
    Objects.requireNonNull(servers, "servers");
    Objects.requireNonNull(sentinels, "sentinels");
  }

  /// With Sentinels, if there are any, that everybody may ask.
  public static StoreLogins of(StoreLogin servers) {
    return new StoreLogins(servers, StoreLogin.NONE);
  }
}
