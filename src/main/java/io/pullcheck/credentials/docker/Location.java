package io.pullcheck.credentials.docker;

import java.util.List;
import java.util.Optional;

/// A registry's host and a path below it, as the kubelet splits the key of a login, an entry of
/// `matchImages` and an image: with Go's `url.Parse` and `net.SplitHostPort`
/// (pkg/credentialprovider/keyring.go, v1.36).
///
/// @param host with its port, if it has one
/// @param path with its leading slash; empty if there is none
/// @param hostParts the host without its port, split at dots
/// @param port empty if there is none
public record Location(String host, String path, List<String> hostParts, String port) {

  private static final int DELETE = 0x7f;

  /// Reads what stands behind `https://`.
  ///
  /// @return nothing if Go would not read it, such as an IPv6 bracket that does not close before
  ///   the port; nothing either if something is escaped, which no repository's name can be
  public static Optional<Location> parse(String text) {
    if (text.chars().anyMatch(each -> each <= ' ' || each == '%' || each == DELETE)) {
      return Optional.empty();
    }
    String url = text.split("[?#]", 2)[0];
    int slash = url.indexOf('/');
    String authority = slash < 0 ? url : url.substring(0, slash);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    boolean broken = host.startsWith("[") && !host.matches("\\[[^]]*](:[0-9]*)?");
    return broken ? Optional.empty() : Optional.of(of(host, slash < 0 ? "" : url.substring(slash)));
  }

  private static Location of(String host, String path) {
    int colon = host.lastIndexOf(':');
    boolean bracketed = host.startsWith("[");
    boolean hasPort =
        bracketed ? colon > host.lastIndexOf(']') : colon >= 0 && colon == host.indexOf(':');
    String name = hasPort ? host.substring(0, colon) : host;
    String port = hasPort ? host.substring(colon + 1) : "";
    // Brackets only go with the port: without one they stay, and are a glob's class then.
    String bare = bracketed && hasPort ? name.substring(1, name.length() - 1) : name;
    return new Location(host, path, List.of(bare.split("\\.", -1)), port);
  }

  Location withPath(String other) {
    return new Location(host, other, hostParts, port);
  }

  /// Is this, as a pattern, one for the target? The kubelet's `URLsMatch`: equal ports, as many
  /// parts in the host, each part matched as a glob, and the path a plain prefix.
  public boolean matches(Location target) {
    if (!port.equals(target.port)
        || hostParts.size() != target.hostParts.size()
        || !target.path.startsWith(path)) {
      return false;
    }
    for (int i = 0; i < hostParts.size(); i++) {
      if (!Glob.matches(hostParts.get(i), target.hostParts.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return host + path;
  }
}
