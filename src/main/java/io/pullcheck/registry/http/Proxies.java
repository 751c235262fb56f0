package io.pullcheck.registry.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` as Go programs read them
/// (golang.org/x/net/http/httpproxy): either case, domains with and without a leading dot, ports,
/// addresses, CIDR ranges, `*`; loopback never goes through a proxy.
public final class Proxies {

  private static final Pattern WITH_PORT = Pattern.compile("(\\[.+]|[^:\\[\\]]*):([^:]*)");

  private final Optional<URI> https;
  private final Optional<URI> http;
  private final List<String> excluded;

  private Proxies(Optional<URI> https, Optional<URI> http, List<String> excluded) {
    this.https = https;
    this.http = http;
    this.excluded = excluded;
  }

  static Proxies of(Map<String, String> environment) {
    List<String> excluded = new ArrayList<>();
    for (String each : variable(environment, "no_proxy").split(",", -1)) {
      if (!each.isBlank()) {
        excluded.add(each.strip().toLowerCase(Locale.ROOT));
      }
    }
    return new Proxies(
        proxy(variable(environment, "https_proxy")),
        proxy(variable(environment, "http_proxy")),
        List.copyOf(excluded));
  }

  /// The proxy for requests to a host; nothing: connect directly.
  Optional<URI> proxyFor(String scheme, String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return excludes(name, port) ? Optional.empty() : scheme.equals("https") ? https : http;
  }

  /// Every proxy that the environment names.
  List<URI> all() {
    return Stream.of(https, http).flatMap(Optional::stream).toList();
  }

  static int port(URI proxy) {
    return HttpCall.port(proxy);
  }

  static String host(URI proxy) {
    return proxy.getHost() == null ? HttpCall.host(proxy).orElse("") : proxy.getHost();
  }

  private static String variable(Map<String, String> environment, String name) {
    String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    return upper.isEmpty() ? environment.getOrDefault(name, "") : upper;
  }

  private static Optional<URI> proxy(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      return text.isEmpty() || host(uri).isEmpty() ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean excludes(String host, int port) {
    Optional<InetAddress> address = literal(host);
    if (host.equals("localhost") || address.filter(InetAddress::isLoopbackAddress).isPresent()) {
      return true;
    }
    return excluded.stream()
        .anyMatch(
            each ->
                each.equals("*")
                    || address.filter(literal -> covers(each, literal)).isPresent()
                    || names(each, host, address, port));
  }

  /// What part of an entry is a port is decided as by `SplitHostPort` of Go's net package.
  private static boolean names(String entry, String host, Optional<InetAddress> address, int port) {
    Matcher split = WITH_PORT.matcher(entry);
    boolean withPort = split.matches();
    if (withPort && !split.group(2).equals(Integer.toString(port))) {
      return false;
    }
    String name = withPort ? split.group(1) : entry;
    if (address.isPresent()) {
      return literal(name).equals(address);
    }
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    return domain.startsWith(".")
        ? host.endsWith(domain)
        : host.equals(domain) || host.endsWith("." + domain);
  }

  private static boolean covers(String entry, InetAddress address) {
    return Network.parse(entry).filter(network -> network.contains(address)).isPresent();
  }

  /// The address that a host is if it is written as one (IPv6 with or without brackets); names are
  /// not resolved.
  public static Optional<InetAddress> literal(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    // Most hosts are names, and to refuse one costs an exception.
    if (bare.indexOf(':') < 0 && !endsInDigit(bare)) {
      return Optional.empty();
    }
    try {
      @Nullable InetAddress address = InetAddress.ofLiteral(bare);
      return Optional.ofNullable(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean endsInDigit(String text) {
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    return last >= '0' && last <= '9';
  }
}
