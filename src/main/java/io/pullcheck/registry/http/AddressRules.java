package io.pullcheck.registry.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// To which addresses Pullcheck may connect. Whoever may create a workload chooses the host, and
/// must not reach services by it that only the cluster itself should reach.
///
/// @param allowLoopback `--allow-loopback-registries`
/// @param denyPrivate `--deny-private-addresses`
/// @param apiServers gives the addresses of the API server, with its port, that are known now;
///   always refused
public record AddressRules(
    boolean allowLoopback, boolean denyPrivate, Supplier<Set<InetSocketAddress>> apiServers) {

  // Cloud metadata services outside the link-local range: Alibaba, Azure, Oracle; over IPv6 Google,
  // Oracle and Scaleway. AWS uses all of fd00:ec2::/32.
  private static final Set<InetAddress> METADATA =
      Set.of(
          literal("100.100.100.200"),
          literal("168.63.129.16"),
          literal("192.0.0.192"),
          literal("fd20:ce::254"),
          literal("fd00:c1::a9fe:a9fe"),
          literal("fd00:42::42"));
  private static final byte[] METADATA_OF_AWS = {(byte) 0xfd, 0, 0x0e, (byte) 0xc2};
  private static final Set<String> METADATA_NAMES =
      Set.of("metadata.google.internal", "metadata.goog");

  // Some resolvers read these as an IPv4 address: octal, hexadecimal, fewer than four parts (the
  // "ends in a number" rule of the WHATWG URL standard).
  private static final Pattern NUMERIC =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] LOCAL_NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 1};
  private static final byte[] TRANSLATED = {0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 0, 0};
  private static final byte[] SIX_TO_FOUR = {0x20, 0x02};
  private static final byte[] TEREDO = {0x20, 0x01, 0, 0};

  // What RFC 6890 and its registries at IANA call not globally reachable, as far as no rule above
  // is about it: private and shared networks, those of documentation and benchmarks, reserved ones.
  private static final List<Network> NOT_GLOBAL =
      Stream.of(
              "10.0.0.0/8",
              "100.64.0.0/10",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "240.0.0.0/4",
              "100::/64",
              "100:0:0:1::/64",
              "2001:2::/48",
              "2001:10::/28",
              "2001:db8::/32",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fec0::/10")
          .map(text -> Network.parse(text).orElseThrow())
          .toList();

  private static final String LINK_LOCAL = "link-local and metadata addresses are refused";
  private static final String LOOPBACK = "loopback addresses need --allow-loopback-registries";

  private static final int V4 = 4;

  /// @param apiServers addresses of the API server that never change
  public AddressRules(
      boolean allowLoopback, boolean denyPrivate, Set<InetSocketAddress> apiServers) {
    this(allowLoopback, denyPrivate, () -> apiServers);
  }

  /// Why a host may not be asked, as far as its name says; nothing if it may. This is the only
  /// check where a proxy resolves the name and this host cannot.
  ///
  /// @param host as in a URL: a name, an IPv4 address, or an IPv6 address in brackets
  public Optional<String> refusal(String host, int port) {
    Optional<InetAddress> literal = Proxies.literal(host);
    boolean unclear =
        host.startsWith("[")
            ? literal.isEmpty()
            : NUMERIC.matcher(host).matches()
                && literal.filter(each -> each.getHostAddress().equals(host)).isEmpty();
    if (unclear) {
      return Optional.of("an address in an unusual form is refused");
    }
    String lower = host.toLowerCase(Locale.ROOT);
    String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (METADATA_NAMES.contains(name)) {
      return Optional.of(LINK_LOCAL);
    }
    boolean local = name.equals("localhost") || name.endsWith(".localhost");
    return local && !allowLoopback
        ? Optional.of(LOOPBACK)
        : literal.flatMap(address -> refusal(address, port));
  }

  /// Why the address may not be connected to; nothing if it may.
  public Optional<String> refusal(InetAddress resolved, int port) {
    InetAddress address = embedded(resolved);
    if (address.isLinkLocalAddress()
        || METADATA.contains(address)
        || starts(address.getAddress(), METADATA_OF_AWS)) {
      return Optional.of(LINK_LOCAL);
    }
    if (isUnspecified(address) || address.isMulticastAddress() || isBroadcast(address)) {
      return Optional.of("unspecified, broadcast and multicast addresses are refused");
    }
    if (apiServers.get().contains(new InetSocketAddress(address, port))) {
      return Optional.of("the API server's own address is refused");
    }
    if (address.isLoopbackAddress() && !allowLoopback) {
      return Optional.of(LOOPBACK);
    }
    return denyPrivate && isPrivate(address)
        ? Optional.of("--deny-private-addresses refuses private addresses")
        : Optional.empty();
  }

  // Every address in 0.0.0.0/8 stands for this host.
  private static boolean isUnspecified(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isAnyLocalAddress() || (bytes.length == V4 && bytes[0] == 0);
  }

  private static boolean isBroadcast(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == V4 && bytes[0] == (byte) 255;
  }

  /// Is it an address that the internet does not route: a private one, or one of this host or link?
  public static boolean isPrivate(InetAddress resolved) {
    InetAddress address = embedded(resolved);
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || isUnspecified(address)
        || NOT_GLOBAL.stream().anyMatch(network -> network.contains(address));
  }

  /// The IPv4 address inside an IPv6 one that leads to it: IPv4-compatible and -translated, NAT64
  /// (64:ff9b::/96, and 64:ff9b:1::/48 of RFC 8215), 6to4 (2002::/16), Teredo (2001::/32). (Java
  /// itself unwraps the IPv4-mapped ones.)
  private static InetAddress embedded(InetAddress address) {
    if (!(address instanceof Inet6Address v6)) {
      return address;
    }
    byte[] bytes = v6.getAddress();
    byte[] last = Arrays.copyOfRange(bytes, 12, 16);
    if (v6.isIPv4CompatibleAddress() && !v6.isLoopbackAddress() && !v6.isAnyLocalAddress()) {
      return of(last);
    }
    if (starts(bytes, SIX_TO_FOUR)) {
      return of(Arrays.copyOfRange(bytes, 2, 6));
    }
    if (starts(bytes, TEREDO)) {
      return of(new byte[] {(byte) ~last[0], (byte) ~last[1], (byte) ~last[2], (byte) ~last[3]});
    }
    return starts(bytes, NAT64) || starts(bytes, LOCAL_NAT64) || starts(bytes, TRANSLATED)
        ? of(last)
        : address;
  }

  private static boolean starts(byte[] address, byte[] prefix) {
    return address.length > V4
        && Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
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
