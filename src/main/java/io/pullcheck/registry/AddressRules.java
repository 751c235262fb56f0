package io.pullcheck.registry;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// To which addresses Pullcheck may connect: whoever may create a workload chooses the host, and
/// must not reach by it what only the cluster's inside should.
///
/// @param allowLoopback `--allow-loopback-registries`
/// @param denyPrivate `--deny-private-addresses`
/// @param apiServers addresses of the API server, with its port; always refused
public record AddressRules(
    boolean allowLoopback, boolean denyPrivate, Set<InetSocketAddress> apiServers) {

  // Metadata services that do not live at a link-local address: Alibaba, Azure, Oracle, AWS over
  // IPv6.
  private static final Set<InetAddress> METADATA =
      Set.of(
          literal("100.100.100.200"),
          literal("168.63.129.16"),
          literal("192.0.0.192"),
          literal("fd00:ec2::254"));

  private static final int V4 = 4;

  public AddressRules {
    apiServers = Set.copyOf(apiServers);
  }

  /// Why the address may not be connected to; nothing if it may.
  public Optional<String> refusal(InetAddress resolved, int port) {
    InetAddress address = embedded(resolved);
    if (address.isLinkLocalAddress() || METADATA.contains(address)) {
      return Optional.of("link-local and metadata addresses are refused");
    }
    if (isUnspecified(address) || address.isMulticastAddress() || isBroadcast(address)) {
      return Optional.of("unspecified, broadcast and multicast addresses are refused");
    }
    if (apiServers.contains(new InetSocketAddress(address, port))) {
      return Optional.of("the API server's own address is refused");
    }
    if (address.isLoopbackAddress() && !allowLoopback) {
      return Optional.of("loopback addresses need --allow-loopback-registries");
    }
    return denyPrivate && isPrivate(address)
        ? Optional.of("--deny-private-addresses refuses private addresses")
        : Optional.empty();
  }

  // All of 0.0.0.0/8 means this host.
  private static boolean isUnspecified(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isAnyLocalAddress() || (bytes.length == V4 && bytes[0] == 0);
  }

  private static boolean isBroadcast(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == V4 && bytes[0] == (byte) 255;
  }

  // RFC 1918, RFC 6598 (100.64.0.0/10) and RFC 4193 (fc00::/7).
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean shared = bytes.length == V4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean unique = bytes.length > V4 && (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || shared || unique;
  }

  /// The IPv4 address inside an IPv6 one that leads to it: IPv4-compatible, NAT64 (64:ff9b::/32
  /// with the local prefixes of RFC 8215), 6to4 (2002::/16), Teredo (2001::/32). (Java itself
  /// unwraps the IPv4-mapped ones.)
  private static InetAddress embedded(InetAddress address) {
    if (!(address instanceof Inet6Address v6)) {
      return address;
    }
    byte[] bytes = v6.getAddress();
    if (v6.isIPv4CompatibleAddress() && !v6.isLoopbackAddress() && !v6.isAnyLocalAddress()) {
      return of(Arrays.copyOfRange(bytes, 12, 16));
    }
    if (bytes[0] == 0x20 && bytes[1] == 0x02) {
      return of(Arrays.copyOfRange(bytes, 2, 6));
    }
    if (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0) {
      return of(
          new byte[] {(byte) ~bytes[12], (byte) ~bytes[13], (byte) ~bytes[14], (byte) ~bytes[15]});
    }
    boolean nat64 =
        bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b;
    return nat64 ? of(Arrays.copyOfRange(bytes, 12, 16)) : address;
  }

  private static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + Arrays.toString(bytes), e);
    }
  }

  private static InetAddress literal(String text) {
    return Objects.requireNonNull(InetAddress.ofLiteral(text));
  }
}
