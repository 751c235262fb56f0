package io.pullcheck.admission.eviction;

import io.pullcheck.admission.Evictions;
import io.pullcheck.admission.Finding;
import io.pullcheck.admission.ImageFindings;
import io.pullcheck.config.EvictionMode;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the pod that is to be evicted and at its images, and answers by [EvictionRule]. What
/// cannot be found out in time lets the pod go.
public final class EvictionGuard implements Evictions {

  private static final Logger log = LoggerFactory.getLogger(EvictionGuard.class);

  private final ImageFindings images;
  private final Function<String, CompletableFuture<Optional<EvictionMode>>> modes;
  private final Pods pods;
  private final EvictionMode usual;
  private final EvictionRule rule;
  private final FirstRefusals refusals;
  private final Consumer<Outcome> observer;
  private final InstantSource clock;

  /// Reads pods from the cluster. Does not block.
  @FunctionalInterface
  public interface Pods {

    /// The pod; nothing if there is none of that name. Fails if it cannot be read.
    CompletableFuture<Optional<WorkloadObject>> pod(String namespace, String name);
  }

  /// @param modes the mode of a namespace; nothing where it cannot be found out
  /// @param usual the mode of namespaces that do not choose, `--evictions`
  /// @param hold `--eviction-hold`; not positive: nothing is held
  /// @param observer hears of each outcome
  public EvictionGuard(
      ImageFindings images,
      Function<String, CompletableFuture<Optional<EvictionMode>>> modes,
      Pods pods,
      EvictionMode usual,
      Duration hold,
      Consumer<Outcome> observer,
      InstantSource clock) {
    this.images = images;
    this.modes = modes;
    this.pods = pods;
    this.usual = usual;
    this.rule = new EvictionRule(hold);
    this.refusals = new FirstRefusals(hold);
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public Outcome decide(Request request, Duration within, long began) {
    Outcome outcome =
        usual == EvictionMode.OFF ? new Outcome.Allowed() : of(request, within, began);
    observer.accept(outcome);
    return outcome;
  }

  private Outcome of(Request request, Duration within, long began) {
    EvictionMode mode =
        await(modes.apply(request.namespace()), within.dividedBy(4))
            .flatMap(known -> known)
            .orElse(usual.withoutHold());
    if (mode == EvictionMode.OFF) {
      return new Outcome.Allowed();
    }
    return await(pods.pod(request.namespace(), request.pod()), within.dividedBy(2))
        .map(pod -> pod.map(found -> of(request, found, mode, within, began)))
        .map(known -> known.orElse(new Outcome.Allowed()))
        .orElse(new Outcome.Unchecked());
  }

  private Outcome of(
      Request request, WorkloadObject pod, EvictionMode mode, Duration within, long began) {
    Optional<Workload> replacement =
        pod.replacement().map(images::checked).filter(found -> !found.images().isEmpty());
    if (replacement.isEmpty()) {
      return new Outcome.Allowed();
    }
    ImageFindings.Found found = images.of(List.of(replacement.get()), within, began);
    List<Finding> gone = found.findings().stream().filter(Finding::gone).toList();
    EvictionRule.Hold hold =
        EvictionRule.limited(EvictionRule.wanted(mode, pod.isPending(), request.dryRun()), gone);
    Instant now = clock.instant();
    String uid = pod.metadata().uid();
    Optional<Instant> first =
        switch (hold) {
          case EARNEST -> refusals.begin(uid, now);
          case DRY_RUN -> refusals.of(uid, now);
          case NEVER -> Optional.empty();
        };
    Outcome outcome = rule.of(found, gone, hold, first, now);
    told(request, outcome, first.filter(now::equals).isPresent());
    return outcome;
  }

  // A drain asks again every five seconds: what is held is told once, what is let go each time.
  private static void told(Request request, Outcome outcome, boolean first) {
    if ((outcome instanceof Outcome.Held && first) || outcome instanceof Outcome.Released) {
      log.atInfo()
          .addKeyValue("namespace", request.namespace())
          .addKeyValue("pod", request.pod())
          .addKeyValue("decision", outcome.word())
          .log("eviction of a pod whose image is gone");
    }
  }

  /// What it completes with; nothing if it fails or takes too long.
  private static <T> Optional<T> await(CompletableFuture<T> future, Duration within) {
    try {
      return Optional.of(future.get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException e) {
      log.atDebug().setCause(e).log("eviction not looked at in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
