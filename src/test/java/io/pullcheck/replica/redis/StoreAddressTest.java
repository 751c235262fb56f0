package io.pullcheck.replica.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lettuce.core.RedisURI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a URL means.
final class StoreAddressTest {

  private static StoreAddress parse(String url) {
    return StoreAddress.parse(url, Optional.empty());
  }

  /// The port may be left out, and TLS is that of all: Sentinels, too.
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "redis://a server a:6379 false",
        "rediss://a.example.com:7000 server a.example.com:7000 true",
        "redis://[::1]:7000 server ::1:7000 false",
        "redis://a_b/ server a_b:6379 false",
        "redis://a,b:7001 cluster a:6379,b:7001 false",
        "rediss://a,b,c cluster a:6379,b:6379,c:6379 true",
        "redis-sentinel://a#fleet sentinels a:26379 false",
        "redis-sentinel://a:1,b#fleet sentinels a:1,b:26379 false",
        "rediss-sentinel://a:1,[::1]:2#fleet sentinels a:1,::1:2 true",
      })
  void isAServerItsSentinelsOrACluster(String url, String kind, String hosts, boolean tls) {
    StoreAddress address = parse(url);
    RedisURI first = address.nodes().getFirst();
    boolean sentinels = kind.equals("sentinels");

    assertThat(address.cluster()).isEqualTo(kind.equals("cluster"));
    assertThat(first.getSentinelMasterId()).isEqualTo(sentinels ? "fleet" : null);
    assertThat(sentinels ? first.getSentinels() : address.nodes())
        .allMatch(each -> each.isSsl() == tls && each.isVerifyPeer())
        .extracting(each -> each.getHost() + ":" + each.getPort())
        .containsExactly(hosts.split(","));
    assertThat(first.isSsl()).isEqualTo(tls);
  }

  @Test
  void mayNameADatabase() {
    assertThat(parse("redis://a/3").nodes().getFirst().getDatabase()).isEqualTo(3);
    assertThat(parse("redis-sentinel://a/3#fleet").nodes().getFirst().getDatabase()).isEqualTo(3);
  }

  /// And says what is wrong without repeating it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://a:x|host 1 is not HOST or HOST:PORT",
        "redis://a:70000|host 1 is not HOST or HOST:PORT",
        "redis://a:0|host 1 is not HOST or HOST:PORT",
        "redis://:6379|host 1 is not HOST or HOST:PORT",
        "redis://a b|host 1 is not HOST or HOST:PORT",
        "redis://a,|host 2 is not HOST or HOST:PORT",
        "redis://a,,c|host 2 is not HOST or HOST:PORT",
        "redis-sentinel://a,b:x#fleet|host 2 is not HOST or HOST:PORT",
        "redis-sentinel://a,b|a Sentinel's URL, and no other, ends with #MASTER",
        "redis://a#fleet|a Sentinel's URL, and no other, ends with #MASTER",
        "redis://a,b/1|a cluster has no /DATABASE",
        "redis://a/x|is not of the form redis://HOST:PORT",
        "redis-sentinel://a#|is not of the form redis://HOST:PORT",
        "rediss://a?verifyPeer=NONE|is not of the form redis://HOST:PORT",
        "http://a|is not of the form redis://HOST:PORT",
      })
  void refusesAnythingElse(String url, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(url))
        .withMessageStartingWith(message);
  }
}
