package io.pullcheck.web;

import io.pullcheck.image.ContainerImage;
import io.pullcheck.image.State;
import io.pullcheck.image.Workload;
import io.pullcheck.inventory.PullStatus;
import io.pullcheck.inventory.Snapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The answer of `/api/v1/images`.
///
/// @param total how many rows there are on all pages
/// @param states how many rows there would be in each state, were the query not for one
/// @param images the rows of this page, the worst first
record ImagesPage(
    int total, int offset, int limit, Map<String, Integer> states, List<ImageRow> images) {

  /// Pure.
  ///
  /// @param registryOf the registry host of an image as written; empty if the name is not valid
  static ImagesPage of(Snapshot snapshot, Function<String, String> registryOf, ImagesQuery query) {
    List<ImageFinding> inAnyState =
        findings(snapshot, registryOf, query).stream()
            .filter(finding -> query.registry().map(finding.registry()::equals).orElse(true))
            .filter(finding -> query.text().map(finding::mentions).orElse(true))
            .toList();
    List<ImageFinding> found =
        inAnyState.stream()
            .filter(finding -> query.state().map(finding.stateWord()::equals).orElse(true))
            .sorted(ImageFinding.ORDER)
            .toList();
    List<ImageRow> rows =
        found.stream().skip(query.offset()).limit(query.limit()).map(ImageFinding::row).toList();
    return new ImagesPage(found.size(), query.offset(), query.limit(), count(inAnyState), rows);
  }

  private static Collection<ImageFinding> findings(
      Snapshot snapshot, Function<String, String> registryOf, ImagesQuery query) {
    Map<ImageFinding.Key, ImageFinding> findings = new HashMap<>();
    for (Workload workload : snapshot.workloads()) {
      if (query.namespace().map(workload.id().namespace()::equals).orElse(true)) {
        for (ContainerImage image : workload.images()) {
          PullStatus status = snapshot.status(workload, image);
          findings
              .computeIfAbsent(
                  ImageFinding.Key.of(image.image(), status),
                  key -> new ImageFinding(key, registryOf.apply(key.image())))
              .add(workload, image, status);
        }
      }
    }
    return findings.values();
  }

  private static Map<String, Integer> count(List<ImageFinding> findings) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (State state : State.values()) {
      counts.put(state.word(), 0);
    }
    counts.put(ImagesQuery.UNCHECKED, 0);
    findings.forEach(finding -> counts.merge(finding.stateWord(), 1, Integer::sum));
    return counts;
  }
}
