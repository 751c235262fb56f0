package io.pullcheck.web;

import io.pullcheck.model.State;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The answer of `/api/v1/images`.
///
/// @param view on a replica that does not lead, whose verdicts these are; else empty
/// @param total how many rows there are on all pages
/// @param counts how many rows there are in each state, if the query's `state` is left out
/// @param states every state, the worst first
/// @param namespaces every namespace that uses an image, whatever the query
/// @param registries every registry host that an image names, whatever the query
/// @param images the rows of this page, the worst first
record ImagesPage(
    String view,
    int total,
    int offset,
    int limit,
    Map<String, Integer> counts,
    List<String> states,
    SortedSet<String> namespaces,
    SortedSet<String> registries,
    List<ImageRow> images) {

  private static final List<String> STATES =
      Stream.concat(
              Arrays.stream(State.values()).sorted(Comparator.reverseOrder()).map(State::word),
              Stream.of(ImagesQuery.UNCHECKED))
          .toList();

  /// Pure.
  ///
  /// @param registryOf the registry host of an image as written; empty if the name is not valid
  static ImagesPage of(
      Snapshot snapshot, Function<String, String> registryOf, String view, ImagesQuery query) {
    Map<String, String> registries = registries(snapshot, registryOf);
    List<ImageFinding> inAnyState =
        findings(snapshot, registries, query).stream()
            .filter(finding -> query.registry().map(finding.registry()::equals).orElse(true))
            .filter(finding -> query.text().map(finding::mentions).orElse(true))
            .toList();
    List<ImageFinding> found =
        inAnyState.stream()
            .filter(finding -> query.state().map(finding.stateWord()::equals).orElse(true))
            .sorted(ImageFinding.ORDER)
            .toList();
    return new ImagesPage(
        view,
        found.size(),
        query.offset(),
        query.limit(),
        count(inAnyState),
        STATES,
        namespaces(snapshot),
        named(registries.values()),
        found.stream().skip(query.offset()).limit(query.limit()).map(ImageFinding::row).toList());
  }

  private static Map<String, String> registries(
      Snapshot snapshot, Function<String, String> registryOf) {
    Map<String, String> registries = new HashMap<>();
    snapshot.pulls().keySet().forEach(pull -> registries.computeIfAbsent(pull.image(), registryOf));
    return registries;
  }

  private static SortedSet<String> named(Collection<String> registries) {
    return registries.stream()
        .filter(registry -> !registry.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<String> namespaces(Snapshot snapshot) {
    return snapshot.workloads().stream()
        .map(workload -> workload.id().namespace())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Collection<ImageFinding> findings(
      Snapshot snapshot, Map<String, String> registries, ImagesQuery query) {
    Map<ImageFinding.Key, ImageFinding> findings = new HashMap<>();
    for (Workload workload : snapshot.workloads()) {
      if (query.namespace().map(workload.id().namespace()::equals).orElse(true)) {
        for (ContainerImage image : workload.images()) {
          PullStatus status = snapshot.status(workload, image);
          findings
              .computeIfAbsent(
                  ImageFinding.Key.of(image.image(), status),
                  key -> new ImageFinding(key, registries.getOrDefault(key.image(), "")))
              .add(workload, image, status);
        }
      }
    }
    return findings.values();
  }

  private static Map<String, Integer> count(List<ImageFinding> findings) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    STATES.forEach(state -> counts.put(state, 0));
    findings.forEach(finding -> counts.merge(finding.stateWord(), 1, Integer::sum));
    return counts;
  }
}
