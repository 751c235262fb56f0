package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.UsageError;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.serve.Logging;
import io.pullcheck.serve.Serve;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pullcheck serve`: the flags; [Serve] does the work.
@Command(
    name = "serve",
    description = "Runs the webhook, the checker and the exporter until SIGTERM.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    abbreviateSynopsis = true)
public final class ServeCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

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

  @Option(names = "--log-format", paramLabel = "text|json", description = "How log lines look.")
  private LogFormat logFormat = LogFormat.TEXT;

  ServeConfig config() {
    return new ServeConfig(
        servers.config(),
        checks.config(),
        selection.config(),
        cluster.config(),
        registries.config(false),
        nodeCredentials.config(),
        tls.config(),
        replicas.config(),
        logFormat);
  }

  /// Serves until the process is told to end, which is a clean stop.
  @Override
  public Integer call() throws InterruptedException {
    ServeConfig config = config();
    Logging.configure(config.logFormat());
    Map<String, String> environment = System.getenv();
    Serve serve =
        new Serve(
            config,
            ClusterConnection.open(config.cluster().kubeconfig(), environment),
            environment);
    Thread stop = new Thread(() -> stop(serve), "shutdown");
    // Before the start, for a signal that comes with it.
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      serve.start();
    } catch (UsageError e) {
      Runtime.getRuntime().removeShutdownHook(stop);
      throw e;
    }
    new CountDownLatch(1).await();
    return 0;
  }

  // A JVM that is ended by a signal has an exit status of its own, unless it halts before.
  private static void stop(Serve serve) {
    int status = 0;
    try {
      serve.stop();
    } catch (InterruptedException | RuntimeException e) {
      log.atError().setCause(e).log("could not stop in order");
      status = 1;
    }
    Runtime.getRuntime().halt(status);
  }
}
