package io.pullcheck.replica.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Two connections to the store, for questions and for news.
record StoreSession(
    StatefulConnection<String, String> connection,
    RedisClusterAsyncCommands<String, String> commands,
    StatefulRedisPubSubConnection<String, String> news) {

  /// What it hears.
  ///
  /// @param listener hears each message of the channel, in a thread of the client's
  record News(String channel, Consumer<String> listener) {}

  boolean isOpen() {
    return connection.isOpen() && news.isOpen();
  }

  void close() {
    var _ = connection.closeAsync();
    var _ = news.closeAsync();
  }

  /// Connects; of Sentinels the master is asked for, and the nodes of a cluster are looked up.
  static CompletableFuture<StoreSession> open(
      AbstractRedisClient client, StoreAddress address, News wanted) {
    return switch (client) {
      case RedisClient single -> open(single, address.nodes().getFirst(), wanted);
      case RedisClusterClient cluster -> open(cluster, wanted);
      default -> throw new AssertionError("no other client is made");
    };
  }

  private static CompletableFuture<StoreSession> open(
      RedisClient single, RedisURI node, News wanted) {
    return single
        .connectAsync(StringCodec.UTF8, node)
        .thenCompose(
            open ->
                single
                    .connectPubSubAsync(StringCodec.UTF8, node)
                    .thenCompose(
                        news -> subscribed(new StoreSession(open, open.async(), news), wanted))
                    .whenComplete((_, e) -> closeIf(e, open)))
        .toCompletableFuture();
  }

  private static CompletableFuture<StoreSession> open(RedisClusterClient cluster, News wanted) {
    // The library does not look the nodes up by itself where nobody waits for a connection.
    return cluster
        .refreshPartitionsAsync()
        .thenCompose(_ -> cluster.connectAsync(StringCodec.UTF8))
        .thenCompose(
            open ->
                toEachNode(cluster, open)
                    .thenCompose(_ -> cluster.connectPubSubAsync(StringCodec.UTF8))
                    .thenCompose(
                        news -> subscribed(new StoreSession(open, open.async(), news), wanted))
                    .whenComplete((_, e) -> closeIf(e, open)))
        .toCompletableFuture();
  }

  // Else the first question to each node is refused, since there is no connection to it yet.
  private static CompletableFuture<Void> toEachNode(
      RedisClusterClient cluster, StatefulRedisClusterConnection<String, String> open) {
    return CompletableFuture.allOf(
        cluster.getPartitions().stream()
            .filter(node -> !node.getSlots().isEmpty())
            .map(RedisClusterNode::getUri)
            // One that does not answer keeps nobody from the others.
            .map(
                node ->
                    open.getConnectionAsync(node.getHost(), node.getPort())
                        .handle((connected, _) -> connected))
            .toArray(CompletableFuture<?>[]::new));
  }

  private static CompletionStage<StoreSession> subscribed(StoreSession opened, News wanted) {
    opened
        .news()
        .addListener(
            new RedisPubSubAdapter<>() {
              @Override
              public void message(String from, String message) {
                wanted.listener().accept(message);
              }
            });
    return opened
        .news()
        .async()
        .subscribe(wanted.channel())
        .thenApply(_ -> opened)
        .whenComplete((_, e) -> closeIf(e, opened.news()));
  }

  private static void closeIf(@Nullable Throwable problem, StatefulConnection<?, ?> connection) {
    if (problem != null) {
      var _ = connection.closeAsync();
    }
  }
}
