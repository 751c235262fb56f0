package io.pullcheck;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.LogFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pullcheck serve`: the flags; [Serve] does the work.
@Command(
    name = "serve",
    description = "Runs the webhook, the checker and the exporter until SIGTERM.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
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

  @Override
  public Integer call() {
    config();
    return 0;
  }
}
