package io.pullcheck.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A master, its replica, and three Sentinels that make the replica the master when that is gone
/// for half a second. All are processes on loopback.
public final class RedisSentinels implements AutoCloseable {

  private static final int SENTINELS = 3;
  private static final String NAME = "fleet";

  /// Who may do what. Each server and Sentinel has a user `admin` with all rights besides.
  ///
  /// @param password the admin's
  /// @param servers ACL lines
  /// @param sentinels ACL lines
  public record Access(String password, List<String> servers, List<String> sentinels) {}

  private final Access access;
  private final Path folder = TemporaryFolder.create("sentinel");
  private final RedisServer first;
  private final RedisServer second;
  private final List<Integer> ports =
      IntStream.range(0, SENTINELS).mapToObj(_ -> Ports.free()).toList();
  private final List<ChildProcess> sentinels = new ArrayList<>();

  /// All are ready for a failover when this returns.
  public RedisSentinels(Access access) throws IOException {
    this.access = access;
    first = server();
    second = server();
    second.ask("replicaof", "127.0.0.1", Integer.toString(first.port()));
    Waiting.until(
        () -> second.ask("info", "replication"), each -> each.contains("master_link_status:up"));
    for (int port : ports) {
      sentinels.add(start(port));
    }
    for (int port : ports) {
      Waiting.until(
          () -> ask(port, "sentinel", "master", NAME),
          each -> each.contains("num-slaves\n1") && each.contains("num-other-sentinels\n2"));
    }
  }

  private RedisServer server() throws IOException {
    return RedisServer.withRules(
        access.password(),
        access.servers(),
        "--masteruser",
        "admin",
        "--masterauth",
        access.password(),
        "--repl-diskless-sync-delay",
        "0");
  }

  private ChildProcess start(int port) throws IOException {
    Path own = Files.createDirectory(folder.resolve(Integer.toString(port)));
    List<String> lines =
        new ArrayList<>(
            List.of(
                "bind 127.0.0.1",
                "port " + port,
                "dir " + own,
                "sentinel monitor " + NAME + " 127.0.0.1 " + first.port() + " 2",
                "sentinel auth-user " + NAME + " admin",
                "sentinel auth-pass " + NAME + " " + access.password(),
                "sentinel sentinel-user admin",
                "sentinel sentinel-pass " + access.password(),
                "sentinel down-after-milliseconds " + NAME + " 500",
                "sentinel failover-timeout " + NAME + " 3000",
                "user admin on >" + access.password() + " ~* &* +@all"));
    lines.addAll(access.sentinels());
    Path file = Files.write(own.resolve("sentinel.conf"), lines);
    ChildProcess started =
        ChildProcess.start(
            Map.of(),
            List.of(RealParts.require("redis-server").toString(), file.toString(), "--sentinel"));
    Ports.awaitListening(port);
    return started;
  }

  /// What `redis-cli` prints for a command to a Sentinel.
  private String ask(int port, String... command) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(RealParts.require("redis-cli").toString(), "-h", "127.0.0.1", "-p", "" + port));
    all.addAll(List.of("--user", "admin", "--pass", access.password(), "--no-auth-warning"));
    all.addAll(List.of(command));
    return Command.run(all).out().strip();
  }

  /// What each Sentinel has refused.
  public List<String> refused() throws IOException {
    List<String> logs = new ArrayList<>();
    for (int port : ports) {
      logs.add(ask(port, "acl", "log"));
    }
    return logs;
  }

  /// Which server the last Sentinel holds to be the master.
  public RedisServer master() throws IOException {
    String named = ask(ports.getLast(), "sentinel", "get-master-addr-by-name", NAME);
    return named.endsWith("\n" + first.port()) ? first : second;
  }

  /// Which one it is not.
  public RedisServer replica() throws IOException {
    return master() == first ? second : first;
  }

  /// Has the replica made the master, while the master still runs.
  public void failOver() throws IOException {
    ask(ports.getLast(), "sentinel", "failover", NAME);
  }

  /// Ends the first Sentinel that [#url] names at once.
  public void killOne() {
    sentinels.getFirst().kill();
  }

  public String url() {
    return ports.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
  }

  @Override
  public void close() {
    sentinels.forEach(ChildProcess::close);
    TemporaryFolder.delete(folder);
    first.close();
    second.close();
  }
}
