package io.pullcheck.registry.http;

import io.pullcheck.model.HostName;
import io.pullcheck.model.KnownRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Tells which registries are one's own: at private or loopback addresses.
public final class OwnNetwork {

  private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(2);

  private OwnNetwork() {}

  /// Those of the hosts of which all addresses are private; looks all names up at the same time,
  /// for two seconds at most.
  ///
  /// @param hosts as they stand in references, with a port where they have one
  public static Set<String> of(Set<String> hosts) {
    Set<String> own = ConcurrentHashMap.newKeySet();
    CompletableFuture<?>[] lookups =
        hosts.stream()
            .filter(host -> KnownRegistry.of(host).isEmpty())
            .map(host -> lookup(host, own))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(lookups)
        .completeOnTimeout(null, LONGEST_LOOKUP.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    return new HashSet<>(own);
  }

  private static CompletableFuture<Void> lookup(String host, Set<String> own) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              if (isOwn(HostName.withoutPort(host))) {
                own.add(host);
              }
              done.complete(null);
            });
    return done;
  }

  private static boolean isOwn(String name) {
    try {
      return Arrays.stream(InetAddress.getAllByName(name)).allMatch(AddressRules::isPrivate);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
