package io.pullcheck.replica.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Two connections to the store, for questions and for news, and how they come back when they are
/// lost: both anew, so that a name, a Sentinel and the login's file are looked up again. Nothing
/// here blocks. Safe for use by many threads.
final class StoreLink implements AutoCloseable {

  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

  /// What is open.
  private record Session(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands,
      StatefulRedisPubSubConnection<String, String> news) {

    boolean isOpen() {
      return connection.isOpen() && news.isOpen();
    }

    void close() {
      var _ = connection.closeAsync();
      var _ = news.closeAsync();
    }
  }

  private final StoreAddress address;
  private final String channel;
  private final Consumer<String> listener;
  private final StoreLog log;
  private final Runnable onOpen;
  private final Supplier<StoreLogin> login;
  // Made by the first attempt to connect, since that takes a second or two of loading classes.
  private @Nullable StoreClient client;
  private volatile @Nullable Session session;
  private final CompletableFuture<Void> tried = new CompletableFuture<>();
  private boolean connecting;
  private boolean closed;
  private Duration retry = FIRST_RETRY;
  private long nextAttempt = System.nanoTime();

  /// @param login is read at each connection
  /// @param listener hears each message of the channel, in a thread of the client's
  /// @param onOpen called when new connections are there
  StoreLink(
      StoreAddress address,
      Supplier<StoreLogin> login,
      String channel,
      Consumer<String> listener,
      Runnable onOpen,
      StoreLog log) {
    this.address = address;
    this.channel = channel;
    this.listener = listener;
    this.onOpen = onOpen;
    this.log = log;
    this.login = login;
  }

  private synchronized AbstractRedisClient client() {
    StoreClient made = client;
    if (made == null) {
      made = StoreClient.open(address, login);
      client = made;
    }
    return made.redis();
  }

  /// Where questions are put; nothing while there is no connection.
  Optional<RedisClusterAsyncCommands<String, String>> commands() {
    return Optional.ofNullable(session).map(Session::commands);
  }

  /// Completes when the first attempt to connect has ended, well or not.
  CompletableFuture<Void> tried() {
    return tried.copy();
  }

  /// Connects if there is no connection and it is time to. To be called every second.
  synchronized void tend() {
    Session open = session;
    if (open != null && !open.isOpen() && !address.cluster()) {
      drop("the connection was lost");
    }
    if (session == null && !connecting && !closed && System.nanoTime() - nextAttempt >= 0) {
      connecting = true;
      Thread.ofPlatform().daemon().name("verdict-store").start(this::open);
    }
  }

  /// Gives the connections up: they do not answer, or lead to the wrong server.
  synchronized void drop(String problem) {
    Session open = session;
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

  private CompletableFuture<Session> connect() {
    try {
      return switch (client()) {
        case RedisClient single -> connect(single);
        case RedisClusterClient cluster -> connect(cluster);
        default -> throw new AssertionError("no other client is made");
      };
    } catch (RuntimeException | LinkageError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Session> connect(RedisClient single) {
    RedisURI node = address.nodes().getFirst();
    return single
        .connectAsync(StringCodec.UTF8, node)
        .thenCompose(
            open ->
                single
                    .connectPubSubAsync(StringCodec.UTF8, node)
                    .thenCompose(news -> subscribed(new Session(open, open.async(), news)))
                    .whenComplete((_, e) -> closeIf(e, open)))
        .toCompletableFuture();
  }

  private CompletableFuture<Session> connect(RedisClusterClient cluster) {
    return cluster
        .connectAsync(StringCodec.UTF8)
        .thenCompose(
            open ->
                cluster
                    .connectPubSubAsync(StringCodec.UTF8)
                    .thenCompose(news -> subscribed(new Session(open, open.async(), news)))
                    .whenComplete((_, e) -> closeIf(e, open)));
  }

  private CompletableFuture<Session> subscribed(Session opened) {
    opened
        .news()
        .addListener(
            new RedisPubSubAdapter<>() {
              @Override
              public void message(String from, String message) {
                listener.accept(message);
              }
            });
    return opened
        .news()
        .async()
        .subscribe(channel)
        .thenApply(_ -> opened)
        .whenComplete((_, e) -> closeIf(e, opened.news()))
        .toCompletableFuture();
  }

  private static void closeIf(@Nullable Throwable problem, StatefulConnection<?, ?> connection) {
    if (problem != null) {
      var _ = connection.closeAsync();
    }
  }

  private void connected(@Nullable Session opened, @Nullable Throwable problem) {
    take(opened, problem);
    tried.complete(null);
  }

  private synchronized void take(@Nullable Session opened, @Nullable Throwable problem) {
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
    log.away(StoreLog.Part.CONNECTION, StoreLog.words(root(problem)));
  }

  private static Throwable root(@Nullable Throwable problem) {
    Throwable each = problem == null ? new IllegalStateException("no connection") : problem;
    Throwable cause = each.getCause();
    return each instanceof CompletionException && cause != null ? cause : each;
  }

  @Override
  public void close() {
    StoreClient made;
    synchronized (this) {
      closed = true;
      made = client;
      Session open = session;
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
