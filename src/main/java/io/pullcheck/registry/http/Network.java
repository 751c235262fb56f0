package io.pullcheck.registry.http;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/// A range of addresses in CIDR notation.
///
/// @param address its first address
/// @param bits how many bits of the address are the same in the whole range
record Network(InetAddress address, int bits) {

  Network {
    Objects.requireNonNull(address, "address");
    if (bits < 0 || bits > address.getAddress().length * 8) {
      throw new IllegalArgumentException("no prefix length of " + address + ": " + bits);
    }
  }

  /// Reads `10.0.0.0/8` or `fc00::/7`; nothing if it is neither.
  static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String bits = text.substring(slash + 1);
    if (slash < 0 || !bits.matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    int length = Integer.parseInt(bits);
    return Proxies.literal(text.substring(0, slash))
        .filter(each -> length <= each.getAddress().length * 8)
        .map(each -> new Network(each, length));
  }

  boolean contains(InetAddress other) {
    byte[] wanted = address.getAddress();
    byte[] actual = other.getAddress();
    if (wanted.length != actual.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((wanted[i / 8] & mask) != (actual[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
