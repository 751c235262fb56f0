package io.pullcheck.admission;

import io.pullcheck.verdict.Verdicts;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Has the images of a workload checked within the time that a review has. Safe for use by many
/// threads.
///
/// @param checkedImages says of an image as written whether `--ignored-images` and
///   `--allowed-images` let it be looked at
/// @param defaultRegistry `--default-registry`, to name the registry in a warning
/// @param namedRegistries hosts of which a warning may say why they could not be asked
public record ImageFindings(
    Verdicts verdicts,
    Predicate<String> checkedImages,
    String defaultRegistry,
    Predicate<String> namedRegistries,
    InstantSource clock) {

  /// What was found.
  ///
  /// @param whole false if some checks did not end in time
  public record Found(List<Finding> findings, boolean whole) {
    public Found {
      findings = List.copyOf(findings);
    }
  }

  /// The workload with those of its images that are looked at, each once.
  public Workload checked(Workload workload) {
    Set<String> seen = new HashSet<>();
    List<ContainerImage> images =
        workload.images().stream()
            .filter(image -> seen.add(image.image()))
            .filter(image -> checkedImages.test(image.image()))
            .toList();
    return workload.with(images);
  }

  /// Blocks while the images are checked.
  ///
  /// @param within the longest that the whole review may take
  /// @param began when it began, by [System#nanoTime]
  public Found of(List<Workload> checked, Duration within, long began) {
    ImageChecks checks = ImageChecks.begin(checked, verdicts);
    boolean whole = checks.await(within.minusNanos(System.nanoTime() - began));
    return new Found(
        checks.findings(new Judgement(defaultRegistry, namedRegistries, within, clock.instant())),
        whole);
  }
}
