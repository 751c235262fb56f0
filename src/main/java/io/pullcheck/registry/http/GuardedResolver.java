package io.pullcheck.registry.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves a name for a connection to only those addresses that may be connected to. The
/// connection is made to an address that was checked, so that a name which resolves to another one
/// a moment later (DNS rebinding) gains nothing.
final class GuardedResolver implements DnsResolver {

  private final DnsResolver names;
  private final AddressRules rules;
  private final Set<String> proxies;

  /// A name that resolves, but only to addresses that are refused.
  static final class AddressRefusedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    AddressRefusedException(String message) {
      super(message);
    }
  }

  /// @param proxies `host:port` of the proxies that the environment names, which are not checked
  GuardedResolver(DnsResolver names, AddressRules rules, Set<String> proxies) {
    this.names = names;
    this.rules = rules;
    this.proxies = Set.copyOf(proxies);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    throw new UnknownHostException("addresses are resolved together with their port: " + host);
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    List<InetSocketAddress> allowed = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    boolean proxy = proxies.contains(host + ":" + port);
    for (InetAddress address : names.resolve(proxy ? host : absolute(host))) {
      Optional<String> refused = proxy ? Optional.empty() : rules.refusal(address, port);
      if (refused.isEmpty()) {
        allowed.add(new InetSocketAddress(address, port));
      }
      refusal = refusal.or(() -> refused);
    }
    if (allowed.isEmpty()) {
      throw refusal.isPresent()
          ? new AddressRefusedException(refusal.get())
          : new UnknownHostException(host);
    }
    return allowed;
  }

  /// A name with a dot as an absolute one. Under a pod's `ndots:5` the resolver would first look
  /// for `quay.io` below its search domains: whoever has a Service `quay` in a namespace `io` would
  /// be connected to, and be sent the credentials for quay.io. A node has no such search domains.
  static String absolute(String host) {
    boolean name = host.indexOf('.') >= 0 && Proxies.literal(host).isEmpty();
    return name && !host.endsWith(".") ? host + "." : host;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
