package io.pullcheck.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.DnsResolver;

/// A name server of a test: each name has addresses, one lookup after the other, of which the last
/// stays.
public final class TestingNames implements DnsResolver {

  private final Map<String, Deque<String>> addresses = new ConcurrentHashMap<>();
  private final List<String> lookups = new CopyOnWriteArrayList<>();

  public TestingNames name(String name, String... oneAfterTheOther) {
    addresses.put(name, new ArrayDeque<>(Arrays.asList(oneAfterTheOther)));
    return this;
  }

  /// The names that were looked up, in order; an absolute one with its dot.
  List<String> lookups() {
    return lookups;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    lookups.add(host);
    Deque<String> left = addresses.get(host.replaceFirst("\\.$", ""));
    if (left == null) {
      throw new UnknownHostException(host);
    }
    String address = left.size() > 1 ? left.removeFirst() : left.getFirst();
    return new InetAddress[] {InetAddress.ofLiteral(address)};
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
