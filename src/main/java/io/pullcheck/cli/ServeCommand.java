package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.LogLevel;
import io.pullcheck.config.UsageError;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.log.Logging;
import io.pullcheck.serve.Serve;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pullcheck serve`: reads the flags and runs [Serve].
@Command(
    name = "serve",
    description = "Runs the webhook, the checker and the exporter until SIGTERM.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    abbreviateSynopsis = true)
final class ServeCommand implements Callable<Integer> {

  @ArgGroup(exclusive = false, validate = false, heading = "%nServers%n")
  private ServerFlags servers = new ServerFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nChecks%n")
  private CheckFlags checks = new CheckFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nWhat is looked at%n")
  private SelectionFlags selection = new SelectionFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nCluster%n")
  private ClusterFlags cluster = new ClusterFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nRegistries%n")
  private RegistryFlags registries = new RegistryFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nA node's own credentials%n")
  private NodeCredentialFlags nodeCredentials = new NodeCredentialFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nThe webhook's certificate%n")
  private TlsFlags tls = new TlsFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nSeveral replicas%n")
  private ReplicaFlags replicas = new ReplicaFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nSeveral clusters%n")
  private StoreFlags store = new StoreFlags();

  @Option(names = "--log-format", paramLabel = "text|json", description = "How log lines look.")
  private LogFormat logFormat = LogFormat.TEXT;

  @Option(
      names = "--log-level",
      paramLabel = "debug|info|warn|error",
      description = "The least important lines that are logged.")
  private LogLevel logLevel = LogLevel.INFO;

  // As a shell counts a program that SIGINT has ended.
  private static final int INTERRUPTED = 130;

  private final AtomicBoolean stopping = new AtomicBoolean();

  ServeConfig config() {
    if (servers.keepList() && !selection.config().namespaces().isEmpty()) {
      throw new UsageError(
          "--keep-list needs all namespaces: a list of some would let the others' images be deleted"
              + " (allowed: without --namespaces)");
    }
    ServeConfig.Cluster cluster = this.cluster.config();
    return new ServeConfig(
        servers.config(),
        checks.config(),
        selection.config(),
        cluster,
        registries.config(false),
        nodeCredentials.config(),
        tls.config(),
        replicas.config(store.config(cluster.name())),
        new ServeConfig.Log(logFormat, logLevel));
  }

  /// Serves until the process gets SIGTERM.
  @Override
  public Integer call() throws InterruptedException {
    ServeConfig config = config();
    Logging.configure(config.log().format(), config.log().level());
    Map<String, String> environment = System.getenv();
    Serve serve =
        Serve.create(
            config,
            ClusterConnection.open(config.cluster().kubeconfig(), environment),
            environment);
    Thread stop = new Thread(() -> stop(serve, config.servers().shutdownDelay()), "shutdown");
    // Both are set before the start, for a signal that comes while it starts.
    Runtime.getRuntime().addShutdownHook(stop);
    Interrupts.handle(() -> interrupted(serve));
    try {
      serve.start();
    } catch (UsageError e) {
      Runtime.getRuntime().removeShutdownHook(stop);
      throw e;
    }
    new CountDownLatch(1).await();
    return 0;
  }

  // Ctrl-C comes from a terminal, where no Service has to notice anything: there is no delay. While
  // the program stops already, it means at once.
  private void interrupted(Serve serve) {
    if (stopping.get()) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    new Thread(() -> stop(serve, Duration.ZERO), "interrupted").start();
  }

  // A JVM that a signal ends has an exit status of its own, unless it halts before.
  private void stop(Serve serve, Duration delay) {
    if (stopping.compareAndSet(false, true)) {
      boolean clean = serve.stop(delay);
      Runtime.getRuntime().halt(clean ? 0 : 1);
    }
  }
}
