package io.pullcheck.cli;

import io.pullcheck.config.ClusterScope;
import io.pullcheck.config.HeapShares;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.LogLevel;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.credentials.CredentialSources;
import io.pullcheck.credentials.Keyrings;
import io.pullcheck.log.Logging;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.registry.http.OwnNetwork;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.rescue.Rescues;
import io.pullcheck.scan.Scan;
import io.pullcheck.scan.Terminal;
import io.pullcheck.scan.source.Sources;
import io.pullcheck.serve.RegistryConfiguration;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullLookup;
import io.pullcheck.verdict.VerdictCache;
import io.pullcheck.workload.ClusterNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pullcheck scan`: checks once what is named, images, manifests or a cluster.
@Command(
    name = "scan",
    description = "Checks images once and reports: those named, of manifests, or of a cluster.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    abbreviateSynopsis = true,
    versionProvider = Commands.Versions.class)
final class ScanCommand implements Callable<Integer> {

  private static final VerdictCache.Retention ALL =
      new VerdictCache.Retention(HeapShares.ofThisProcess().verdicts(), Duration.ofDays(1));

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      showDefaultValue = Visibility.NEVER,
      description = "Images, as in a workload.")
  private List<String> images = List.of();

  @ArgGroup(exclusive = false, validate = false, heading = "%nFiles%n")
  private ScanSourceFlags files = new ScanSourceFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nCluster%n")
  private ScanClusterFlags cluster = new ScanClusterFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nReport%n")
  private ScanOutputFlags output = new ScanOutputFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nLimits%n")
  private ScanLimitFlags limits = new ScanLimitFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nRegistries%n")
  private RegistryFlags registries = new RegistryFlags();

  @ArgGroup(exclusive = false, validate = false, heading = "%nCredentials%n")
  private NodeCredentialFlags credentials = new NodeCredentialFlags();

  @Spec private @Nullable CommandSpec spec;

  private final boolean plugin;

  ScanCommand() {
    this(false);
  }

  /// @param plugin whether it was called by kubectl, and so means a cluster where nothing is named
  ScanCommand(boolean plugin) {
    this.plugin = plugin;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.configure(LogFormat.TEXT, LogLevel.INFO);
    Map<String, String> environment = System.getenv();
    ServeConfig.Registries config = registries.config(true);
    InstantSource clock = Clock.systemUTC();
    try (ScanInput input = input(environment)) {
      RegistryConfiguration configuration = new RegistryConfiguration(config, 1);
      RegistrySettings settings = configuration.load().limited(limits.limits());
      PullLookup lookup = lookup(config, settings, input, environment, clock);
      try (RegistryClient registry =
              new RegistryClient(
                  configuration.access(Set::of, environment, requests()),
                  withoutLimitsOfOwn(settings, input, lookup),
                  limits.checkTimeout(),
                  RegistryObserver.NONE,
                  clock);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        VerdictCache verdicts =
            new VerdictCache(
                lookup::resolve,
                registry,
                threads,
                clock,
                ALL,
                new Inventory(_ -> false),
                new VerdictCache.Elsewhere(() -> false, pull -> input.pods().digest(pull.image())));
        Scan scan =
            new Scan(
                input.pulls(),
                input.problems(),
                new Scan.Settings(verdicts, rescues(config, input), limits.timeout()));
        return run(scan, registry, environment).run(threads);
      }
    }
  }

  // Not virtual threads: for their sockets a thread of the JVM's waits in native code, and a JVM
  // that ends waits 0.3 s for such a thread, for nothing.
  private static Executor requests() {
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().daemon().name("request-", 0).factory());
  }

  private ScanInput input(Map<String, String> environment) {
    boolean named = !images.isEmpty() || !files.isEmpty();
    Optional<ClusterScope> scope = cluster.scope(plugin && !named);
    if (scope.isPresent() && named) {
      throw new UsageError("a cluster, or images and files: only one of both");
    }
    if (scope.isPresent()) {
      return ScanInput.of(scope.get(), environment);
    }
    if (!named) {
      throw new UsageError(
          "nothing to check (allowed: images, -f FILE|DIR|-, --list FILE, --cluster, --node NAME, --drain NAME)");
    }
    Sources sources = new Sources(cluster.namespace(), System.in);
    images.forEach(sources::addImage);
    files.lists().forEach(sources::addList);
    files.manifests().forEach(sources::addManifests);
    return ScanInput.of(sources);
  }

  private static Rescues rescues(ServeConfig.Registries config, ScanInput input) {
    return new Rescues(
        PullLookup.references(config.defaultRegistry(), config.mirrors()), input.pods());
  }

  private PullLookup lookup(
      ServeConfig.Registries config,
      RegistrySettings settings,
      ScanInput input,
      Map<String, String> environment,
      InstantSource clock) {
    return new PullLookup(
        config.defaultRegistry(),
        config.mirrors(),
        new Keyrings(
            input.secrets(), CredentialSources.ofUser(credentials.config(), environment, clock)),
        platforms(config, settings, input));
  }

  private static Function<NodePlacement, Set<Platform>> platforms(
      ServeConfig.Registries config, RegistrySettings settings, ScanInput input) {
    if (!config.platforms().isEmpty() || !settings.verify(Verification.PLATFORM)) {
      return placement -> ClusterNode.among(config.platforms(), placement);
    }
    return input
        .platforms()
        .orElseThrow(
            () ->
                new UsageError(
                    "--verify: platform and layers need --platforms=OS/ARCH,… where there are no nodes (such as linux/amd64)"))
        .get();
  }

  private RegistrySettings withoutLimitsOfOwn(
      RegistrySettings settings, ScanInput input, PullLookup lookup) {
    return limits.ownRate()
        ? settings.unlimited(
            OwnNetwork.of(
                input.pulls().stream()
                    .map(each -> lookup.registry(each.pull().image()))
                    .filter(host -> !host.isEmpty())
                    .collect(Collectors.toSet())))
        : settings;
  }

  private ScanRun run(Scan scan, RegistryClient registry, Map<String, String> environment) {
    CommandSpec command = Objects.requireNonNull(spec);
    Terminal terminal = new Terminal(environment);
    return new ScanRun(
        scan,
        registry,
        output.report(),
        output.colours(terminal),
        terminal,
        command.commandLine().getOut(),
        command.commandLine().getErr(),
        Optional.ofNullable(environment.get("GITHUB_STEP_SUMMARY"))
            .filter(name -> !name.isEmpty())
            .map(Path::of),
        new AtomicBoolean());
  }
}
