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

  /// Reads a URL without its scheme.
  ///
  /// @return nothing if Go refuses the text, such as an IPv6 address whose bracket does not close
  ///   before the port; nothing for percent-encoding either, which no repository's name has
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
    // As Go's net.SplitHostPort, which removes brackets only together with a port. Without a port
    // they stay, and the glob takes them for a class of characters.
    String bare = bracketed && hasPort ? name.substring(1, name.length() - 1) : name;
    return new Location(host, path, List.of(bare.split("\\.", -1)), port);
  }

  Location withPath(String other) {
    return new Location(host, other, hostParts, port);
  }

  /// Whether this, taken as a pattern, matches the target, as in the kubelet's `URLsMatch`: the
  /// ports are equal, the hosts have equally many parts, each part matches as a glob, and the
  /// pattern's path is a prefix of the target's.
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
