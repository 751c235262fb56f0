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

/// Checks a list of pulls once, all at the same time; the gate of each registry host limits how
/// many requests are sent.
///
/// @param check checks one pull; never completes exceptionally
/// @param registry the host that is asked about an image; nothing if its name is not valid
public record Scan(
    Function<Pull, CompletableFuture<CheckedVerdict>> check,
    Function<String, Optional<String>> registry,
    Progress progress) {

  /// Hears how far the scan is, from any thread.
  @FunctionalInterface
  public interface Progress {
    void checked(int done, int all);
  }

  /// Checks all of them, and waits for that.
  ///
  /// @return one result for each pull, in their order
  public List<Result> run(List<Pull> pulls) {
    AtomicInteger done = new AtomicInteger();
    List<CompletableFuture<Result>> results =
        pulls.stream()
            .map(pull -> result(pull).whenComplete((_, _) -> report(done, pulls.size())))
            .toList();
    return results.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<Result> result(Pull pull) {
    return check
        .apply(pull)
        .thenApply(checked -> new Result(pull, registry.apply(pull.image()), checked));
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
