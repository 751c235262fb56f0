package io.pullcheck.registry.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves names on platform threads. The system's resolver blocks in native code, so that a few
/// names whose name servers never answer would hold the carrier threads of all virtual threads.
final class NameLookups implements DnsResolver, AutoCloseable {

  private final DnsResolver names;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("names-", 0).factory());

  NameLookups(DnsResolver names) {
    this.names = names;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    try {
      return CompletableFuture.supplyAsync(() -> lookup(host), threads).join();
    } catch (CompletionException | CancellationException e) {
      throw unknown(host, e);
    }
  }

  /// Like [#resolve(String)], but a name that is not resolved within that time is unknown.
  InetAddress[] resolve(String host, Duration within) throws UnknownHostException {
    try {
      return CompletableFuture.supplyAsync(() -> lookup(host), threads)
          .orTimeout(within.toNanos(), TimeUnit.NANOSECONDS)
          .join();
    } catch (CompletionException | CancellationException e) {
      throw unknown(host, e);
    }
  }

  private InetAddress[] lookup(String host) {
    try {
      return names.resolve(host);
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }

  private static UnknownHostException unknown(String host, Exception cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /// Starts no further lookups; those that are running end by themselves.
  @Override
  public void close() {
    threads.shutdown();
  }
}
