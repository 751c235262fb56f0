package io.pullcheck.workload;

import io.pullcheck.model.PlatformSelector;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a pod template lets its pods run, as far as it tells the platform.
///
/// @param nodeSelector labels that a node must have, all of them
/// @param requiredTerms the terms of `requiredDuringSchedulingIgnoredDuringExecution`: a node must
///   match all requirements of one of them; a term without requirements matches no node
record NodePlacement(Map<String, String> nodeSelector, List<List<Requirement>> requiredTerms) {

  private static final String OS = "kubernetes.io/os";
  private static final String ARCHITECTURE = "kubernetes.io/arch";

  // `NotIn` leaves over all other values, so those that a kubelet can report must be listed here.
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          OS,
          Set.of("linux", "windows"),
          ARCHITECTURE,
          Set.of("386", "amd64", "arm", "arm64", "loong64", "ppc64le", "riscv64", "s390x"));

  NodePlacement {
    nodeSelector = Map.copyOf(nodeSelector);
    requiredTerms = requiredTerms.stream().map(List::copyOf).toList();
  }

  /// One of the `matchExpressions` of a node selector term.
  ///
  /// @param operator `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`
  record Requirement(String key, String operator, List<String> values) {}

  /// The platforms that are left. Each dimension is taken by itself: two terms `linux/arm64` and
  /// `windows/amd64` leave four platforms.
  PlatformSelector platforms() {
    return new PlatformSelector(
        allowed(OS).orElse(Set.of()), allowed(ARCHITECTURE).orElse(Set.of()));
  }

  // An empty Optional means that any value is allowed.
  private Optional<Set<String>> allowed(String label) {
    Optional<Set<String>> selected = Optional.ofNullable(nodeSelector.get(label)).map(Set::of);
    return both(selected, allowedByTerms(label));
  }

  private Optional<Set<String>> allowedByTerms(String label) {
    Set<String> union = new HashSet<>();
    for (List<Requirement> term : requiredTerms) {
      Optional<Set<String>> allowed = Optional.empty();
      for (Requirement requirement : term) {
        if (requirement.key().equals(label)) {
          allowed = both(allowed, allowedBy(requirement));
        }
      }
      if (allowed.isEmpty() && !term.isEmpty()) {
        return Optional.empty();
      }
      allowed.ifPresent(union::addAll);
    }
    return union.isEmpty() ? Optional.empty() : Optional.of(union);
  }

  private static Optional<Set<String>> allowedBy(Requirement requirement) {
    return switch (requirement.operator()) {
      case "In" -> Optional.of(Set.copyOf(requirement.values()));
      case "NotIn" -> {
        Set<String> left = new HashSet<>(VALUES.getOrDefault(requirement.key(), Set.of()));
        requirement.values().forEach(left::remove);
        yield Optional.of(left);
      }
      default -> Optional.empty();
    };
  }

  // The pods of a template that contradicts itself are never scheduled; its first rule counts.
  private static Optional<Set<String>> both(
      Optional<Set<String>> first, Optional<Set<String>> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.or(() -> second);
    }
    Set<String> common = new HashSet<>(first.get());
    common.retainAll(second.get());
    return common.isEmpty() ? first : Optional.of(common);
  }
}
