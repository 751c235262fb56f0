package io.pullcheck.web.status;

import io.pullcheck.rescue.Rescues;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// What a snapshot says of each image, made once for all who ask while nothing changes. Each order
/// is sorted when it is first asked for. Safe for use by many threads.
final class ImageTable {

  private record Sorted(ImageOrder order, boolean reversed) {}

  private final List<ImageFinding> findings;
  private final int workloads;
  private final SortedSet<String> namespaces;
  private final SortedSet<String> registries;
  private final Map<Sorted, List<ImageFinding>> orders = new ConcurrentHashMap<>();

  private ImageTable(Snapshot snapshot, Map<String, String> registries, Rescues rescues) {
    this.findings = List.copyOf(findings(snapshot, registries, rescues));
    this.workloads = snapshot.workloads().size();
    this.namespaces =
        snapshot.workloads().stream()
            .map(workload -> workload.id().namespace())
            .collect(Collectors.toCollection(TreeSet::new));
    this.registries =
        registries.values().stream()
            .filter(registry -> !registry.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  static ImageTable of(Snapshot snapshot, Rescues rescues) {
    Map<String, String> registries = new HashMap<>();
    snapshot
        .pulls()
        .keySet()
        .forEach(pull -> registries.computeIfAbsent(pull.image(), rescues::registry));
    return new ImageTable(snapshot, registries, rescues);
  }

  private static Collection<ImageFinding> findings(
      Snapshot snapshot, Map<String, String> registries, Rescues rescues) {
    Map<ImageFinding.Key, ImageFinding> findings = new HashMap<>();
    for (Workload workload : snapshot.workloads()) {
      for (ContainerImage image : workload.images()) {
        PullStatus status = snapshot.status(workload, image);
        findings
            .computeIfAbsent(
                ImageFinding.Key.of(image.image(), status),
                key -> new ImageFinding(key, registries.getOrDefault(key.image(), ""), rescues))
            .add(workload, image, status);
      }
    }
    return findings.values();
  }

  /// In no particular order.
  List<ImageFinding> findings() {
    return findings;
  }

  List<ImageFinding> sorted(ImageOrder order, boolean reversed) {
    return orders.computeIfAbsent(
        new Sorted(order, reversed),
        _ -> findings.stream().sorted(order.comparator(reversed)).toList());
  }

  int workloads() {
    return workloads;
  }

  /// Every namespace that uses an image.
  SortedSet<String> namespaces() {
    return namespaces;
  }

  /// Every registry host that an image names.
  SortedSet<String> registries() {
    return registries;
  }

  /// How many distinct images are not available for somebody.
  int unavailable() {
    return (int)
        findings.stream()
            .filter(ImageFinding::isUnavailable)
            .map(finding -> finding.key().image())
            .distinct()
            .count();
  }

  /// Whether anything is known of at least one image.
  boolean isCheckedInPart() {
    return findings.stream().anyMatch(finding -> finding.key().state().isPresent());
  }
}
