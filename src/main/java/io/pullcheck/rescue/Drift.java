package io.pullcheck.rescue;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A tag that names something else now than what a workload's pods run: the next pod runs that.
///
/// @param digest what the tag names now
/// @param pods how many of the workload's pods run another
/// @param running the digest that the first of these runs, in the order of digests
public record Drift(
    Workload workload, ContainerImage image, String digest, int pods, String running) {

  public Drift {
    Objects.requireNonNull(workload, "workload");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(running, "running");
  }

  /// All of them, in the snapshot's order. Costs as much as there are images and pods.
  public static Stream<Drift> all(Snapshot snapshot, RunningPods pods) {
    if (!pods.watched()) {
      return Stream.empty();
    }
    return snapshot.workloads().stream()
        .flatMap(
            workload ->
                workload.images().stream()
                    .flatMap(
                        image ->
                            of(workload, image, snapshot.status(workload, image).last(), pods)
                                .stream()));
  }

  /// Nothing if the tag still names what runs, or if either is not known.
  public static Optional<Drift> of(
      Workload workload, ContainerImage image, Optional<CheckedVerdict> found, RunningPods pods) {
    return found
        .map(CheckedVerdict::verdict)
        .filter(Verdict.Available.class::isInstance)
        .flatMap(verdict -> ((Verdict.Available) verdict).digest())
        // A digest of another algorithm than the runtime's cannot be compared.
        .filter(ContentDigest::isDigest)
        .flatMap(
            digest -> {
              List<String> others =
                  pods.digests(workload.id(), image.container(), image.image()).stream()
                      .filter(each -> !each.equals(digest))
                      .toList();
              return others.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Drift(workload, image, digest, others.size(), others.getFirst()));
            });
  }
}
