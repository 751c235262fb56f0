package io.pullcheck.log;

import io.pullcheck.config.GoDuration;
import io.pullcheck.model.State;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes how the start goes on: that everything is known, and that every image was asked for once.
/// For one thread.
public final class ProgressLog {

  private static final Logger log = LoggerFactory.getLogger(ProgressLog.class);
  // A look at everything costs a copy of it.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Instant begun;
  private final UnaryOperator<String> registry;
  private boolean synced;
  private boolean lapDone;
  private Instant looked = Instant.MIN;

  /// @param begun when the program was started
  /// @param registry the host that is asked about an image as written
  public ProgressLog(Instant begun, UnaryOperator<String> registry) {
    this.begun = begun;
    this.registry = registry;
  }

  /// Writes what has been reached since the last call.
  ///
  /// @param known whether all workloads of the cluster have been read
  /// @param checks whether this replica checks
  public void write(boolean known, boolean checks, Supplier<Snapshot> inventory, Instant now) {
    if (known && !synced) {
      synced = true;
      log.info(synced(inventory.get(), now));
    }
    if (synced && checks && !lapDone && !now.isBefore(looked.plus(BETWEEN_LOOKS))) {
      looked = now;
      Snapshot snapshot = inventory.get();
      lapDone = snapshot.pulls().values().stream().allMatch(ProgressLog::wasAsked);
      if (lapDone) {
        log.info(lapDone(snapshot, now));
      }
    }
  }

  private static boolean wasAsked(PullStatus status) {
    return status.last().isPresent() || status.withheld().isPresent();
  }

  private String synced(Snapshot snapshot, Instant now) {
    Set<String> images = new HashSet<>();
    Set<String> registries = new HashSet<>();
    snapshot.pulls().keySet().forEach(pull -> images.add(pull.image()));
    images.forEach(image -> registries.add(registry.apply(image)));
    return "synced: "
        + count(snapshot.workloads().size(), "workload")
        + ", "
        + count(images.size(), "image")
        + ", "
        + (registries.size() == 1 ? "1 registry" : registries.size() + " registries")
        + " in "
        + since(now);
  }

  private String lapDone(Snapshot snapshot, Instant now) {
    Set<String> bad = new HashSet<>();
    Set<String> unchecked = new HashSet<>();
    Set<String> images = new HashSet<>();
    snapshot
        .pulls()
        .forEach(
            (pull, status) -> {
              images.add(pull.image());
              Optional<State> state = status.state();
              if (state.isEmpty()) {
                unchecked.add(pull.image());
              } else if (state.get() != State.AVAILABLE) {
                bad.add(pull.image());
              }
            });
    unchecked.removeAll(bad);
    return "first lap done: of "
        + count(images.size(), "image")
        + ", "
        + bad.size()
        + " not available, "
        + unchecked.size()
        + " put off by their registries, in "
        + since(now);
  }

  private GoDuration since(Instant now) {
    return new GoDuration(Duration.between(begun, now).truncatedTo(ChronoUnit.MILLIS));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
