package io.pullcheck.replica.redis;

import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the store is.
///
/// @param nodes one, which may be a Sentinel's URL with its master; several of a cluster
/// @param cluster whether it is a cluster
/// @param authority PEM; nothing: the JVM's own CAs
public record StoreAddress(List<RedisURI> nodes, boolean cluster, Optional<Path> authority) {

  // Not by Lettuce's own parser: of what it does not understand it makes a part of a host's name,
  // and it lets a URL switch the check of certificates off.
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>rediss?(?<sentinel>-sentinel)?)://(?<hosts>[^/?#]+)"
              + "(?:/(?<database>[0-9]{0,5}))?(?:#(?<master>.+))?");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<name>[\\w.-]+))(?::(?<port>[0-9]{1,5}))?");
  private static final int HIGHEST_PORT = 65_535;

  public StoreAddress {
    nodes = List.copyOf(nodes);
  }

  /// Reads a URL; several hosts mean a cluster, or Sentinels if it names their master.
  ///
  /// @throws IllegalArgumentException if it is none; the message does not repeat it
  public static StoreAddress parse(String url, Optional<Path> authority) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "is not of the form redis://HOST:PORT, redis-sentinel://HOST:PORT,HOST:PORT#MASTER or"
              + " redis://HOST:PORT,HOST:PORT (rediss, rediss-sentinel: TLS)");
    }
    boolean sentinel = parts.group("sentinel") != null;
    boolean tls = parts.group("scheme").startsWith("rediss");
    Optional<String> master = Optional.ofNullable(parts.group("master"));
    if (sentinel != master.isPresent()) {
      throw new IllegalArgumentException(
          "a Sentinel's URL, and no other, ends with #MASTER, the name by which it knows the"
              + " master");
    }
    int standard = sentinel ? RedisURI.DEFAULT_SENTINEL_PORT : RedisURI.DEFAULT_REDIS_PORT;
    List<RedisURI> hosts = hosts(parts.group("hosts"), standard, tls);
    String database = Optional.ofNullable(parts.group("database")).orElse("");
    boolean cluster = !sentinel && hosts.size() > 1;
    if (!database.isEmpty() && cluster) {
      throw new IllegalArgumentException("a cluster has no /DATABASE");
    }
    List<RedisURI> nodes = master.map(name -> List.of(behind(hosts, name, tls))).orElse(hosts);
    if (!database.isEmpty()) {
      nodes.getFirst().setDatabase(Integer.parseInt(database));
    }
    return new StoreAddress(nodes, cluster, authority);
  }

  private static RedisURI behind(List<RedisURI> sentinels, String master, boolean tls) {
    RedisURI.Builder builder = RedisURI.builder().withSentinelMasterId(master).withSsl(tls);
    sentinels.forEach(builder::withSentinel);
    return builder.build();
  }

  private static List<RedisURI> hosts(String list, int standard, boolean tls) {
    List<RedisURI> hosts = new ArrayList<>();
    for (String each : list.split(",", -1)) {
      Matcher parts = HOST.matcher(each);
      int port = !parts.matches() ? 0 : port(parts, standard);
      if (port < 1 || port > HIGHEST_PORT) {
        throw new IllegalArgumentException(
            "host "
                + (hosts.size() + 1)
                + " is not HOST or HOST:PORT with a port up to "
                + HIGHEST_PORT);
      }
      String host = parts.group("six") == null ? parts.group("name") : parts.group("six");
      hosts.add(RedisURI.builder().withHost(host).withPort(port).withSsl(tls).build());
    }
    return hosts;
  }

  private static int port(Matcher parts, int standard) {
    return Optional.ofNullable(parts.group("port")).map(Integer::parseInt).orElse(standard);
  }
}
