package io.pullcheck.replica.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The library's client, and the threads that it runs on.
///
/// @param redis a [RedisClient], or a [RedisClusterClient] for a cluster
record StoreClient(AbstractRedisClient redis, ClientResources resources) implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  // Questions that wait for an answer; more are refused at once.
  private static final int MOST_QUESTIONS = 10_000;
  private static final int THREADS = 2;
  // How often the nodes of a cluster are looked up.
  private static final Duration TOPOLOGY = Duration.ofMinutes(1);

  /// Makes one; nothing is connected yet. Loads some 1,600 classes.
  static StoreClient open(StoreAddress address, Supplier<StoreLogins> logins) {
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .build();
    address.nodes().forEach(node -> prepare(node, logins));
    return new StoreClient(client(address, resources), resources);
  }

  private static void prepare(RedisURI node, Supplier<StoreLogins> logins) {
    prepare(node, RedisCredentialsProvider.from(() -> of(logins.get().servers())));
    RedisCredentialsProvider ofSentinels =
        RedisCredentialsProvider.from(() -> of(logins.get().sentinels()));
    node.getSentinels().forEach(each -> prepare(each, ofSentinels));
  }

  private static void prepare(RedisURI node, RedisCredentialsProvider credentials) {
    node.setTimeout(CONNECT);
    node.setCredentialsProvider(credentials);
  }

  private static RedisCredentials of(StoreLogin login) {
    return RedisCredentials.just(
        login.user().isEmpty() ? null : login.user(),
        login.password().isEmpty() ? null : login.password());
  }

  private static AbstractRedisClient client(StoreAddress address, ClientResources resources) {
    if (address.cluster()) {
      RedisClusterClient cluster = RedisClusterClient.create(resources, address.nodes());
      ClusterClientOptions.Builder options =
          ClusterClientOptions.builder()
              .topologyRefreshOptions(
                  ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh(TOPOLOGY).build());
      cluster.setOptions((ClusterClientOptions) with(options, address).build());
      return cluster;
    }
    RedisClient single = RedisClient.create(resources);
    single.setOptions(with(ClientOptions.builder(), address).autoReconnect(false).build());
    return single;
  }

  private static ClientOptions.Builder with(ClientOptions.Builder options, StoreAddress address) {
    SslOptions.Builder tls = SslOptions.builder().jdkSslProvider().handshakeTimeout(CONNECT);
    address.authority().ifPresent(file -> tls.trustManager(file.toFile()));
    return options
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MOST_QUESTIONS)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).build())
        .sslOptions(tls.build());
  }

  @Override
  public void close() {
    redis.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    boolean _ = resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1000);
  }
}
