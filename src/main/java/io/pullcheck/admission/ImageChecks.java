package io.pullcheck.admission;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Urgency;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.Verdicts;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The checks of one review's images. All begin at once. A check that is not done by the deadline
/// continues, and its verdict is there for the next review, in the shared cache.
final class ImageChecks {

  private static final Freshness FRESH =
      new Freshness(Duration.ofSeconds(30), Duration.ofSeconds(5));

  /// One image's check.
  private record Check(ContainerImage image, Pull pull, CompletableFuture<CheckedVerdict> verdict) {

    Optional<CheckedVerdict> done() {
      return verdict.isDone() && !verdict.isCompletedExceptionally()
          ? Optional.of(verdict.join())
          : Optional.empty();
    }
  }

  private final List<Check> checks;
  private final Verdicts verdicts;

  private ImageChecks(List<Check> checks, Verdicts verdicts) {
    this.checks = checks;
    this.verdicts = verdicts;
  }

  static ImageChecks begin(List<Workload> workloads, Verdicts verdicts) {
    return new ImageChecks(
        workloads.stream()
            .flatMap(
                workload ->
                    workload.images().stream()
                        .map(image -> check(image, workload.pull(image), verdicts)))
            .toList(),
        verdicts);
  }

  private static Check check(ContainerImage image, Pull pull, Verdicts verdicts) {
    return new Check(image, pull, verdicts.verdict(pull, FRESH, Urgency.REVIEW));
  }

  /// Waits until all are done or the time is over.
  ///
  /// @return false if some are still under way
  boolean await(Duration within) {
    CompletableFuture<?>[] all =
        checks.stream().map(Check::verdict).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all).get(within.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// What can be said of the images now.
  List<Finding> findings(Judgement judgement) {
    return checks.stream().flatMap(check -> finding(check, judgement).stream()).toList();
  }

  // The last verdict is asked for only now, because it is found by the credentials of the pull, and
  // the check has looked these up. It is asked for before the new verdict is: a check that ends in
  // between would otherwise leave its own verdict as the last one.
  private Optional<Finding> finding(Check check, Judgement judgement) {
    Optional<CheckedVerdict> before = verdicts.last(check.pull());
    return judgement.of(check.image(), before, check.done());
  }
}
