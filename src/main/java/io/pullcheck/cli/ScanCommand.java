package io.pullcheck.cli;

import io.pullcheck.config.GoDuration;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.credentials.CredentialSources;
import io.pullcheck.credentials.Keyrings;
import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.model.PlatformSelector;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Urgency;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.scan.Report;
import io.pullcheck.scan.Result;
import io.pullcheck.scan.Scan;
import io.pullcheck.scan.Target;
import io.pullcheck.serve.Logging;
import io.pullcheck.serve.RegistryConfiguration;
import io.pullcheck.serve.Wiring;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.PullLookup;
import io.pullcheck.verdict.VerdictCache;
import java.io.Console;
import java.time.Clock;
import java.time.Duration;
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
public final class ScanCommand implements Callable<Integer> {

  // Each image is asked once, however long the scan takes.
  private static final Freshness ONCE = new Freshness(Duration.ofDays(1), Duration.ofDays(1));
  private static final VerdictCache.Retention ALL =
      new VerdictCache.Retention(1_000_000, Duration.ofDays(1));
  private static final PullSecrets NONE = new PullSecrets("", List.of(), "");

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
    ServeConfig.Registries config = registries.config(true);
    PullLookup lookup =
        new PullLookup(
            config.defaultRegistry(),
            config.mirrors(),
            new Keyrings(
                new NoPullSecrets(),
                CredentialSources.ofUser(credentials.config(), environment, Clock.systemUTC())),
            config::platforms);
    try (RegistryClient registry =
            new RegistryClient(
                Wiring.access(config, Set.of(), environment),
                settings(config),
                timeout.value(),
                RegistryObserver.NONE,
                Clock.systemUTC());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      VerdictCache verdicts = new VerdictCache(lookup, registry, threads, Clock.systemUTC(), ALL);
      List<Result> results =
          new Scan(
                  pull -> verdicts.verdict(pull, ONCE, Urgency.URGENT),
                  image -> Optional.of(lookup.registry(image)).filter(host -> !host.isEmpty()),
                  ScanCommand::progress)
              .run(images.stream().map(ScanCommand::target).toList());
      say(report.write(results));
      return Scan.exitStatus(results);
    }
  }

  private static RegistrySettings settings(ServeConfig.Registries config) {
    RegistrySettings settings = new RegistryConfiguration(config, 1).load();
    if (config.platforms().isEmpty() && settings.verify(Verification.PLATFORM)) {
      throw new UsageError(
          "--verify: platform and layers need --platforms=OS/ARCH,… where there are no nodes (such as linux/amd64)");
    }
    return settings;
  }

  private static Target target(String image) {
    return new Target(new Pull(image, NONE, PlatformSelector.ANY), List.of());
  }

  // Only for somebody who watches.
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

  /// Nobody has pull secrets where there is no cluster.
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
