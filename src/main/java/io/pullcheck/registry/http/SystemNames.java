package io.pullcheck.registry.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/// The system's resolver. It does not find an absolute name, which ends in a dot, in the hosts file
/// (a pod's `hostAliases`), so that the file is read here.
public final class SystemNames implements DnsResolver {

  private final Path hosts;

  public SystemNames() {
    this(Path.of("/etc/hosts"));
  }

  SystemNames(Path hosts) {
    this.hosts = hosts;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] aliased =
        host.endsWith(".") ? inHostsFile(host.substring(0, host.length() - 1)) : new InetAddress[0];
    return aliased.length > 0 ? aliased : InetAddress.getAllByName(host);
  }

  private InetAddress[] inHostsFile(String name) {
    try (Stream<String> lines = Files.lines(hosts)) {
      return lines
          .map(line -> Arrays.asList(line.replaceFirst("#.*", "").strip().split("\\s+", -1)))
          .filter(words -> names(words, name.toLowerCase(Locale.ROOT)))
          .flatMap(words -> address(words.getFirst()).stream())
          .toArray(InetAddress[]::new);
    } catch (IOException | java.io.UncheckedIOException e) {
      return new InetAddress[0];
    }
  }

  private static boolean names(List<String> words, String name) {
    return words.stream().skip(1).anyMatch(word -> word.toLowerCase(Locale.ROOT).equals(name));
  }

  private static Optional<InetAddress> address(String text) {
    return Proxies.literal(text);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
