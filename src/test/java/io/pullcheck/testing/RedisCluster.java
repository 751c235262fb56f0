package io.pullcheck.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Three masters of a Redis Cluster, processes on loopback, with a user `admin` of all rights; a
/// node counts as gone after a second.
public final class RedisCluster implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final String password;
  private final List<String> rules;
  private final List<RedisServer> nodes = new ArrayList<>();

  /// It takes commands when this returns.
  ///
  /// @param password the admin's
  /// @param rules ACL lines of other users
  public RedisCluster(String password, List<String> rules) throws IOException {
    this.password = password;
    this.rules = rules;
    for (int i = 0; i < MASTERS; i++) {
      RedisServer node = node();
      node.ask(
          "cluster",
          "addslotsrange",
          "" + SLOTS * i / MASTERS,
          "" + (SLOTS * (i + 1) / MASTERS - 1));
      // So that no two nodes claim the same version of what they know.
      node.ask("cluster", "set-config-epoch", "" + (i + 1));
      nodes.add(node);
    }
    for (RedisServer node : nodes) {
      meet(node);
    }
    awaitWhole();
  }

  private RedisServer node() throws IOException {
    return RedisServer.withRules(
        password,
        rules,
        "--cluster-enabled",
        "yes",
        "--cluster-port",
        "" + Ports.free(),
        "--cluster-node-timeout",
        "1000",
        "--masteruser",
        "admin",
        "--masterauth",
        password,
        "--repl-diskless-sync-delay",
        "0");
  }

  private void meet(RedisServer node) throws IOException {
    node.ask(
        "cluster",
        "meet",
        "127.0.0.1",
        "" + nodes.getFirst().port(),
        nodes.getFirst().ask("config", "get", "cluster-port").lines().toList().getLast());
  }

  /// Gives a node a replica, which takes over when that is gone.
  public RedisServer addReplica(RedisServer of) throws IOException {
    RedisServer replica = node();
    nodes.add(replica);
    meet(replica);
    String id = of.ask("cluster", "myid");
    Waiting.until(() -> replica.ask("cluster", "replicate", id), "OK"::equals);
    Waiting.until(
        () -> replica.ask("info", "replication"), each -> each.contains("master_link_status:up"));
    awaitWhole();
    return replica;
  }

  /// Waits until all nodes know all, and serve all slots.
  public void awaitWhole() {
    for (RedisServer node : nodes) {
      Waiting.until(
          () -> node.ask("cluster", "info"),
          each ->
              each.contains("cluster_state:ok")
                  && each.contains("cluster_known_nodes:" + nodes.size()));
    }
  }

  /// The masters, and then the replicas.
  public List<RedisServer> nodes() {
    return nodes;
  }

  /// The names of all keys that begin like that.
  public List<String> keys(String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    for (RedisServer node : nodes) {
      keys.addAll(node.keys(prefix));
    }
    return keys;
  }

  public String url() {
    return nodes.stream().map(RedisCluster::host).collect(Collectors.joining(",", "redis://", ""));
  }

  /// By one node only: two hosts say that it is a cluster.
  public String url(RedisServer node) {
    return "redis://" + host(node) + "," + host(node);
  }

  private static String host(RedisServer node) {
    return "127.0.0.1:" + node.port();
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
