package io.pullcheck.serve;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.config.HostSettings;
import io.pullcheck.config.Mirror;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.metrics.StoreMetrics;
import io.pullcheck.model.ImageReference;
import io.pullcheck.replica.FleetChecks;
import io.pullcheck.replica.FleetKey;
import io.pullcheck.replica.redis.RedisVerdictStore;
import io.pullcheck.replica.redis.StoreAddress;
import io.pullcheck.replica.redis.StoreLogin;
import io.pullcheck.replica.redis.StoreLogins;
import io.pullcheck.verdict.Checks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The store in which the clusters of a fleet share their verdicts, and the files that it is opened
/// with, as they are now.
final class Fleet implements AutoCloseable {

  // A restart, however long it takes, finds what was known before.
  private static final Duration KEPT = Duration.ofHours(24);
  // How long the first checks wait for the first connection.
  private static final Duration FIRST_CONNECTION = Duration.ofSeconds(10);

  private final ServeConfig config;
  private final InstantSource clock;
  private final FollowedFile<FleetKey> key;
  private final Optional<FollowedFile<StoreLogins>> logins;
  private final StoreMetrics metrics;
  private final RedisVerdictStore store;
  private final CompletableFuture<Void> ready;

  private Fleet(
      ServeConfig config,
      ServeConfig.Store settings,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.key = FollowedFile.open("--verdict-store-key-file", settings.key(), Fleet::key);
    this.logins =
        settings
            .credentials()
            .map(
                file -> FollowedFile.open("--verdict-store-credentials-file", file, Fleet::logins));
    this.metrics = new StoreMetrics(registry, this::isUp);
    this.store =
        new RedisVerdictStore(
            new RedisVerdictStore.Settings(address(settings), settings.prefix(), KEPT),
            () -> logins.map(FollowedFile::get).orElse(StoreLogins.NONE),
            key,
            clock,
            metrics);
    // While the rest of the program starts: the client's classes take a second.
    store.tend();
    this.ready =
        store.tried().completeOnTimeout(null, FIRST_CONNECTION.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// @throws UsageError if a file that a flag names cannot be taken
  static Optional<Fleet> open(ServeConfig config, PrometheusRegistry metrics, InstantSource clock) {
    return config.replicas().store().map(store -> new Fleet(config, store, metrics, clock));
  }

  private static StoreAddress address(ServeConfig.Store settings) {
    try {
      return StoreAddress.parse(settings.url(), settings.authority());
    } catch (IllegalArgumentException e) {
      throw new UsageError("--verdict-store: " + e.getMessage(), e);
    }
  }

  private static FleetKey key(byte[] content) throws IOException {
    // A text file ends with a line feed that belongs to no secret.
    int end = content.length;
    while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
      end--;
    }
    if (end < FleetKey.SHORTEST) {
      throw new FollowedFile.Unusable("holds fewer than " + FleetKey.SHORTEST + " bytes");
    }
    return new FleetKey(Arrays.copyOf(content, end));
  }

  // One line, and a second one where Sentinels have a login.
  private static StoreLogins logins(byte[] content) throws IOException {
    List<String> lines = new String(content, StandardCharsets.UTF_8).strip().lines().toList();
    if (lines.size() > 2) {
      throw new FollowedFile.Unusable("holds more than two lines");
    }
    StoreLogin servers = login(lines.isEmpty() ? "" : lines.getFirst());
    return lines.size() < 2
        ? StoreLogins.of(servers)
        : new StoreLogins(servers, login(lines.getLast()));
  }

  private static StoreLogin login(String line) throws IOException {
    int colon = line.indexOf(':');
    if (colon < 0 || colon == line.length() - 1) {
      throw new FollowedFile.Unusable("holds no line of the form USER:PASSWORD");
    }
    return new StoreLogin(line.substring(0, colon), line.substring(colon + 1));
  }

  /// Shares checks with the fleet, where there is one.
  static UnaryOperator<Checks> sharing(Optional<Fleet> fleet, RegistryConfiguration configuration) {
    return own -> fleet.map(each -> each.share(own, configuration)).orElse(own);
  }

  private Checks share(Checks own, RegistryConfiguration configuration) {
    ServeConfig.Checks times = config.checks();
    return new FleetChecks(
        own,
        store,
        store,
        key,
        reference -> route(configuration.inForce(), reference),
        new FleetChecks.Settings(
            config.cluster().name().orElseThrow(), times.interval(), times.timeout()),
        clock,
        metrics);
  }

  private static FleetChecks.Route route(RegistrySettings settings, ImageReference reference) {
    HostSettings host = settings.of(reference.host());
    String mirrors = host.mirrors().stream().map(Fleet::text).collect(Collectors.joining(","));
    String way =
        String.join(
            " ",
            host.verify().orElse(settings.verification()).name(),
            settings.runtime().name(),
            Boolean.toString(host.fallback()),
            mirrors);
    return new FleetChecks.Route(way, host.requestsPerSecond() * settings.shards());
  }

  // Not by which files it is reached: these are named otherwise in each cluster.
  private static String text(Mirror mirror) {
    return mirror.host() + mirror.root() + " " + mirror.resolves() + " " + mirror.pulls();
  }

  private boolean isUp() {
    return store.isUp();
  }

  /// Completes when checks may begin: the store is connected, cannot be, or was waited for long
  /// enough.
  CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /// Connects when there is no connection, and reads the files again. To be called every second.
  void tend() {
    key.refresh();
    logins.ifPresent(FollowedFile::refresh);
    store.tend();
  }

  @Override
  public void close() {
    store.close();
  }
}
