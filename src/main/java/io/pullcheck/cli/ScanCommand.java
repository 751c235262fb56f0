package io.pullcheck.cli;

import io.pullcheck.config.GoDuration;
import io.pullcheck.config.HeapShares;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.credentials.CredentialSources;
import io.pullcheck.credentials.Keyrings;
import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Urgency;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.scan.Report;
import io.pullcheck.scan.Result;
import io.pullcheck.scan.Scan;
import io.pullcheck.serve.Logging;
import io.pullcheck.serve.RegistryConfiguration;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.PullLookup;
import io.pullcheck.verdict.VerdictCache;
import io.pullcheck.workload.ClusterNode;
import java.io.Console;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pullcheck scan`: checks images once, without a cluster.
@Command(
    name = "scan",
    description = "Checks images once and reports; no cluster is needed.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    abbreviateSynopsis = true)
final class ScanCommand implements Callable<Integer> {

  // An image that is named twice is asked for once, however long the scan takes.
  private static final Freshness ONCE = new Freshness(Duration.ofDays(1), Duration.ofDays(1));
  private static final VerdictCache.Retention ALL =
      new VerdictCache.Retention(HeapShares.ofThisProcess().verdicts(), Duration.ofDays(1));
  private static final PullSecrets NO_SECRETS = new PullSecrets("", List.of(), "");

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Images, as in a workload.")
  private List<String> images = List.of();

  @Option(names = "-o", paramLabel = "table|json", description = "How the report looks.")
  private Report report = Report.TABLE;

  @Option(
      names = "--check-timeout",
      paramLabel = "DURATION",
      description = "The longest that one check may take.")
  private GoDuration timeout = GoDuration.parse("15s");

  @ArgGroup(exclusive = false, validate = false, heading = "%nRegistries%n")
  private RegistryFlags registries = new RegistryFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nCredentials%n")
  private NodeCredentialFlags credentials = new NodeCredentialFlags();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(LogFormat.TEXT);
    Map<String, String> environment = System.getenv();
    InstantSource clock = Clock.systemUTC();
    ServeConfig.Registries config = registries.config(true);
    PullLookup lookup = lookup(config, environment, clock);
    try (RegistryClient registry = registry(config, environment, clock);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      VerdictCache verdicts = new VerdictCache(lookup::resolve, registry, threads, clock, ALL);
      List<Result> results =
          new Scan(
                  pull -> verdicts.verdict(pull, ONCE, Urgency.URGENT),
                  image -> Optional.of(lookup.registry(image)).filter(host -> !host.isEmpty()),
                  ScanCommand::progress)
              .run(images.stream().map(ScanCommand::pull).toList());
      say(report.write(results));
      return Scan.exitStatus(results);
    }
  }

  private PullLookup lookup(
      ServeConfig.Registries config, Map<String, String> environment, InstantSource clock) {
    return new PullLookup(
        config.defaultRegistry(),
        config.mirrors(),
        new Keyrings(
            new NoPullSecrets(),
            CredentialSources.ofUser(credentials.config(), environment, clock)),
        placement -> ClusterNode.among(config.platforms(), placement));
  }

  private RegistryClient registry(
      ServeConfig.Registries config, Map<String, String> environment, InstantSource clock) {
    RegistryConfiguration configuration = new RegistryConfiguration(config, 1);
    RegistrySettings settings = configuration.load();
    if (config.platforms().isEmpty() && settings.verify(Verification.PLATFORM)) {
      throw new UsageError(
          "--verify: platform and layers need --platforms=OS/ARCH,… where there are no nodes (such as linux/amd64)");
    }
    return new RegistryClient(
        configuration.access(Set::of, environment),
        settings,
        timeout.value(),
        RegistryObserver.NONE,
        clock);
  }

  private static Pull pull(String image) {
    return new Pull(image, NO_SECRETS, NodePlacement.ANYWHERE);
  }

  // Only on a terminal, where somebody watches.
  private static void progress(int done, int all) {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()) {
      System.err.print("\r" + done + " of " + all + (done == all ? "\n" : ""));
    }
  }

  private void say(String text) {
    if (spec != null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }
  }

  /// Without a cluster there are no pull secrets.
  private record NoPullSecrets() implements PullSecretSource {
    @Override
    public Lookup secret(String namespace, String name) {
      return new Lookup.NotReadable();
    }

    @Override
    public List<String> serviceAccountSecrets(String namespace, String serviceAccount) {
      return List.of();
    }
  }
}
