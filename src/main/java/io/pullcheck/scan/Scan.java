package io.pullcheck.scan;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.scan.Result.Certainty;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Checks a list of targets once, all at the same time; the registries' lanes keep the pace.
///
/// @param check finds out about one pull; never completes exceptionally
/// @param registry the host that an image names
public record Scan(
    Function<Pull, CompletableFuture<CheckedVerdict>> check,
    Function<String, Optional<String>> registry,
    Progress progress) {

  /// Is told how far the scan is, from any thread.
  @FunctionalInterface
  public interface Progress {
    void checked(int done, int all);
  }

  /// Waits for all targets; one result each, in their order.
  public List<Result> run(List<Target> targets) {
    AtomicInteger done = new AtomicInteger();
    List<CompletableFuture<Result>> results =
        targets.stream()
            .map(target -> result(target).whenComplete((r, e) -> report(done, targets.size())))
            .toList();
    return results.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<Result> result(Target target) {
    return check
        .apply(target.pull())
        .thenApply(checked -> new Result(target, registry.apply(target.pull().image()), checked));
  }

  private void report(AtomicInteger done, int all) {
    progress.checked(done.incrementAndGet(), all);
  }

  /// The exit status of `pullcheck scan`: 0 all available, 1 something is unavailable, 3 nothing is
  /// unavailable but something could not be verified.
  public static int exitStatus(List<Result> results) {
    return switch (results.stream()
        .map(Result::certainty)
        .max(Comparator.naturalOrder())
        .orElse(Certainty.AVAILABLE)) {
      case AVAILABLE -> 0;
      case NOT_VERIFIED -> 3;
      case UNAVAILABLE -> 1;
    };
  }
}
