package io.pullcheck.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Debian's redis-server as a process, on loopback and without a disk.
public final class RedisServer implements AutoCloseable {

  private static final String FOLDER = "redis";

  private final Path program = RealParts.require("redis-server");
  private final Path client = RealParts.require("redis-cli");
  private final Path folder;
  private final int port = Ports.free();
  private final List<String> settings;
  private final List<String> access;
  private Optional<ChildProcess> process = Optional.empty();

  private RedisServer(Path folder, List<String> settings, List<String> access) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.access = access;
    start();
  }

  /// One that everybody may use.
  public static RedisServer open(String... settings) throws IOException {
    return new RedisServer(TemporaryFolder.create(FOLDER), List.of(settings), List.of());
  }

  /// One with rules of access, each a line of an ACL file.
  public static RedisServer withRules(String admin, List<String> rules, String... settings)
      throws IOException {
    Path folder = TemporaryFolder.create(FOLDER);
    Path file = folder.resolve("users.acl");
    List<String> lines = new ArrayList<>(rules);
    lines.add("user default off");
    lines.add("user admin on >" + admin + " ~* &* +@all");
    Files.write(file, lines);
    List<String> all = new ArrayList<>(List.of("--aclfile", file.toString()));
    all.addAll(List.of(settings));
    return new RedisServer(folder, all, List.of("--user", "admin", "--pass", admin));
  }

  /// One that speaks TLS alone.
  public static RedisServer withTls(Path certificate, Path key) throws IOException {
    return new RedisServer(
        TemporaryFolder.create(FOLDER),
        List.of(
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-auth-clients",
            "no"),
        List.of("--tls", "--insecure"));
  }

  /// Starts it, also again after [#kill], with nothing in it.
  public void start() throws IOException {
    boolean tls = settings.contains("--tls-cert-file");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--bind",
                "127.0.0.1",
                tls ? "--tls-port" : "--port",
                Integer.toString(port),
                "--save",
                "",
                "--dir",
                folder.toString()));
    if (tls) {
      command.addAll(List.of("--port", "0"));
    }
    command.addAll(settings);
    process = Optional.of(ChildProcess.start(Map.of(), command));
    Ports.awaitListening(port);
  }

  /// Ends it at once (SIGKILL).
  public void kill() {
    process.ifPresent(ChildProcess::kill);
  }

  /// Takes all connections and answers none of them, until [#resume].
  public void suspend() throws IOException {
    signal("STOP");
  }

  public void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    String pid = Long.toString(process.orElseThrow().pid());
    Command.Result sent = Command.run(Map.of(), "", List.of("kill", "-" + name, pid));
    if (sent.exit() != 0) {
      throw new AssertionError("kill: " + sent.err());
    }
  }

  public int port() {
    return port;
  }

  public String url() {
    return (settings.contains("--tls-cert-file") ? "rediss" : "redis") + "://127.0.0.1:" + port;
  }

  /// What `redis-cli` prints for a command.
  public String ask(String... command) throws IOException {
    List<String> all =
        new ArrayList<>(List.of(client.toString(), "-h", "127.0.0.1", "-p", "" + port));
    all.addAll(access);
    all.addAll(List.of(command));
    Command.Result answer = Command.run(Map.of(), "", all);
    if (answer.exit() != 0) {
      throw new AssertionError("redis-cli: " + answer.err());
    }
    return answer.out().strip();
  }

  /// The names of its keys that begin like that.
  public List<String> keys(String prefix) throws IOException {
    return ask("--scan", "--pattern", prefix + "*").lines().toList();
  }

  @Override
  public void close() {
    kill();
    TemporaryFolder.delete(folder);
  }
}
