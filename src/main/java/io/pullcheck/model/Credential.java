package io.pullcheck.model;

import java.util.Objects;

/// A user and a password, or an identity token, as a docker config entry or a plugin gave them.
/// Hides its secret when printed.
///
/// @param username empty with an identity token
/// @param secret the password, or the identity token
public record Credential(Kind kind, String username, String secret) {

  /// How the secret is used.
  public enum Kind {
    /// Basic authentication, at the registry or at its token server.
    PASSWORD,
    /// An OAuth2 refresh token; only a user's own docker config has them, the kubelet does not know
    /// them.
    IDENTITY_TOKEN
  }

  public Credential {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(secret, "secret");
  }

  public static Credential password(String username, String password) {
    return new Credential(Kind.PASSWORD, username, password);
  }

  /// Without a user a runtime pulls anonymously, though the node has an entry (containerd's
  /// `ParseAuth`). A docker config whose passwords are in a credential store has such entries.
  public boolean anonymous() {
    return kind == Kind.PASSWORD && username.isEmpty();
  }

  @Override
  public String toString() {
    return "Credential[" + kind + ", " + username + ", hidden]";
  }
}
