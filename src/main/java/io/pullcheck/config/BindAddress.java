package io.pullcheck.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address on which a server listens, in Go's notation: `:8080`, `127.0.0.1:8080`,
/// `[::1]:8080`.
///
/// @param host without brackets; empty for all addresses of this machine
/// @param port 0 for any that is free
public record BindAddress(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]\\s]*):([0-9]{1,5})");
  private static final int LARGEST_PORT = 65_535;

  /// Reads an address.
  ///
  /// @throws UsageError if it is none
  public static BindAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(2)) > LARGEST_PORT) {
      throw UsageError.value(
          text, "is not an address to listen on", "[HOST]:PORT, such as :8080 or 127.0.0.1:8080");
    }
    String host = form.group(1);
    return new BindAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(form.group(2)));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /// The address for a server socket. Resolves a host name, which blocks.
  ///
  /// @throws UsageError if the host name has no address
  public InetSocketAddress socket() {
    if (host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    InetSocketAddress socket = new InetSocketAddress(host, port);
    if (socket.isUnresolved()) {
      throw UsageError.value(
          toString(), "has a host without an address", "an address of this machine, or none");
    }
    return socket;
  }

  /// Whether only one server can listen on both. Of port 0, each gets one of its own.
  public boolean overlaps(BindAddress other) {
    return port != 0
        && port == other.port
        && (host.isEmpty() || other.host.isEmpty() || host.equals(other.host));
  }
}
