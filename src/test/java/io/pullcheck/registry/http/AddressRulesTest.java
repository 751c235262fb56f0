package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRulesTest {

  private static final InetSocketAddress API_SERVER =
      new InetSocketAddress(InetAddress.ofLiteral("10.96.0.1"), 443);
  private static final AddressRules DEFAULT = new AddressRules(false, false, Set.of(API_SERVER));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2001:0:1:2:3:4:5601:5601",
        "64:ff9b:1::a9fe:a9fe",
        "::169.254.169.254",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "fd00:42::42",
        "::ffff:0:169.254.169.254",
        "64:ff9b:1::a9fe:a9fe",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255"
      })
  void someAreAlwaysRefused(String address) {
    AddressRules all = new AddressRules(true, false, Set.of());

    assertThat(all.refusal(InetAddress.ofLiteral(address), 443)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "[fe80::1]",
        "[::ffff:169.254.169.254]",
        "2852039166",
        "0xa9fea9fe",
        "0xa9.254.169.254",
        "169.254.43518",
        "0177.0.0.1",
        "10.0.0.01",
        "169.254.169.254.",
        "1.2.3.4.5",
        "reg.0x1",
        "[fe80::1%25eth0]",
        "[::1",
        "metadata.google.internal",
        "Metadata.Google.Internal.",
        "metadata.goog"
      })
  void someHostsAreRefusedAsTheyAreWritten(String host) {
    AddressRules all = new AddressRules(true, false, Set.of());

    assertThat(all.refusal(host, 443)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "[::1]"})
  void hostsThatSayLoopbackNeedTheFlag(String host) {
    AddressRules allowed = new AddressRules(true, false, Set.of());

    assertThat(DEFAULT.refusal(host, 443).orElseThrow()).contains("--allow-loopback-registries");
    assertThat(allowed.refusal(host, 443)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reg.io",
        "registry",
        "8.8.8.8",
        "[2606:4700::1]",
        "1password.io",
        "r2d2",
        "0x.io"
      })
  void othersAreNot(String host) {
    AddressRules denied = new AddressRules(false, true, Set.of());

    assertThat(denied.refusal(host, 443)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"})
  void loopbackNeedsAFlag(String address) {
    AddressRules allowed = new AddressRules(true, false, Set.of());

    assertThat(DEFAULT.refusal(InetAddress.ofLiteral(address), 443).orElseThrow())
        .contains("--allow-loopback-registries");
    assertThat(allowed.refusal(InetAddress.ofLiteral(address), 443)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "240.0.0.1",
        "254.255.255.255",
        "100::1",
        "2001:2::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "fec0::1",
        "fd12::1",
        "64:ff9b::a01:203"
      })
  void privateOnesCanBeSwitchedOff(String address) {
    AddressRules denied = new AddressRules(false, true, Set.of());

    assertThat(DEFAULT.refusal(InetAddress.ofLiteral(address), 443)).isEmpty();
    assertThat(denied.refusal(InetAddress.ofLiteral(address), 443)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "2606:4700::1",
        "100.128.0.1",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "100:0:0:2::1",
        "2001:4860::1",
        "2001:db9::1",
        "172.32.0.1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:2::a9fe:a9fe",
        "64:ff9b::1:0:a9fe:a9fe",
        "2002:808:808::a9fe:a9fe"
      })
  void publicOnesAreAllowed(String address) {
    AddressRules denied = new AddressRules(false, true, Set.of());

    assertThat(denied.refusal(InetAddress.ofLiteral(address), 443)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {443, 5000})
  void theApiServersOwnAddressIsRefusedAtItsPortOnly(int port) {
    assertThat(DEFAULT.refusal(API_SERVER.getAddress(), port).isPresent()).isEqualTo(port == 443);
  }
}
