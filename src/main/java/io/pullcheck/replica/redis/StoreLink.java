package io.pullcheck.replica.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connections to the store, and how they come back when they are lost: all anew, so that a
/// name, a Sentinel and the login's file are looked up again. Nothing here blocks. Safe for use by
/// many threads.
final class StoreLink implements AutoCloseable {

  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);
  private static final Duration LOOK_UP = Duration.ofSeconds(2);

  private final StoreAddress address;
  private final StoreSession.News news;
  private final StoreLog log;
  private final Runnable onOpen;
  private final Supplier<StoreLogins> logins;
  // Made by the first attempt to connect, since that takes a second or two of loading classes.
  private volatile @Nullable StoreClient client;
  private volatile @Nullable StoreSession session;
  private final CompletableFuture<Void> tried = new CompletableFuture<>();
  private boolean connecting;
  private boolean closed;
  private Duration retry = FIRST_RETRY;
  private long nextAttempt = System.nanoTime();
  private long lookedUp = System.nanoTime();

  /// @param logins are read at each connection
  /// @param onOpen called when new connections are there
  StoreLink(
      StoreAddress address,
      Supplier<StoreLogins> logins,
      StoreSession.News news,
      Runnable onOpen,
      StoreLog log) {
    this.address = address;
    this.news = news;
    this.onOpen = onOpen;
    this.log = log;
    this.logins = logins;
  }

  // In the one thread that connects, and without the lock: whoever tends must not wait for classes.
  private AbstractRedisClient client() {
    StoreClient made = client;
    if (made == null) {
      made = StoreClient.open(address, logins);
      keep(made);
    }
    return made.redis();
  }

  private synchronized void keep(StoreClient made) {
    client = made;
    if (closed) {
      made.close();
    }
  }

  /// Where questions are put; nothing while there is no connection.
  Optional<RedisClusterAsyncCommands<String, String>> commands() {
    return Optional.ofNullable(session).map(StoreSession::commands);
  }

  /// Completes when the first attempt to connect has ended, well or not.
  CompletableFuture<Void> tried() {
    return tried.copy();
  }

  /// Connects if there is no connection and it is time to. To be called every second.
  synchronized void tend() {
    StoreSession open = session;
    if (open != null && !open.isOpen() && !address.cluster()) {
      drop("the connection was lost");
    }
    if (session == null && !connecting && !closed && System.nanoTime() - nextAttempt >= 0) {
      connecting = true;
      Thread.ofPlatform().daemon().name("verdict-store").start(this::open);
    }
  }

  /// Looks the nodes of a cluster up again, because some do not answer: a replica may have taken
  /// over. The library waits longer and longer before it does. To be called every second.
  synchronized void lookUp() {
    boolean due = System.nanoTime() - lookedUp > LOOK_UP.toNanos();
    StoreClient made = client;
    if (due && session != null && made != null && made.redis() instanceof RedisClusterClient it) {
      lookedUp = System.nanoTime();
      var _ = it.refreshPartitionsAsync();
    }
  }

  /// Gives the connections up: they do not answer, or lead to the wrong server.
  synchronized void drop(String problem) {
    StoreSession open = session;
    if (open != null) {
      session = null;
      open.close();
      log.away(StoreLog.Part.CONNECTION, problem);
      // Not all replicas of a fleet come back at the same moment.
      nextAttempt = System.nanoTime() + ThreadLocalRandom.current().nextLong(FIRST_RETRY.toNanos());
    }
  }

  private void open() {
    var _ = connect().whenComplete(this::connected);
  }

  private CompletableFuture<StoreSession> connect() {
    try {
      return StoreSession.open(client(), address, news);
    } catch (RuntimeException | LinkageError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void connected(@Nullable StoreSession opened, @Nullable Throwable problem) {
    take(opened, problem);
    tried.complete(null);
  }

  private synchronized void take(@Nullable StoreSession opened, @Nullable Throwable problem) {
    connecting = false;
    if (opened != null) {
      if (closed) {
        opened.close();
        return;
      }
      retry = FIRST_RETRY;
      session = opened;
      onOpen.run();
      log.back(StoreLog.Part.CONNECTION);
      return;
    }
    long half = retry.toNanos() / 2;
    nextAttempt = System.nanoTime() + half + ThreadLocalRandom.current().nextLong(half);
    Duration longer = retry.multipliedBy(2);
    retry = longer.compareTo(LONGEST_RETRY) < 0 ? longer : LONGEST_RETRY;
    Throwable why = problem == null ? new IllegalStateException("no connection") : problem;
    log.away(StoreLog.Part.CONNECTION, StoreLog.words(why));
  }

  @Override
  public void close() {
    StoreClient made;
    synchronized (this) {
      closed = true;
      made = client;
      StoreSession open = session;
      session = null;
      if (open != null) {
        open.close();
      }
    }
    if (made != null) {
      made.close();
    }
  }
}
