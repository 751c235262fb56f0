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
public record NodePlacement(
    Map<String, String> nodeSelector, List<List<NodeRequirement>> requiredTerms) {

  private static final String OS = "kubernetes.io/os";
  private static final String ARCHITECTURE = "kubernetes.io/arch";

  // What NotIn leaves over must be named, so the values that a kubelet can report are listed.
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          OS,
          Set.of("linux", "windows"),
          ARCHITECTURE,
          Set.of("386", "amd64", "arm", "arm64", "loong64", "ppc64le", "riscv64", "s390x"));

  public NodePlacement {
    nodeSelector = Map.copyOf(nodeSelector);
    requiredTerms = requiredTerms.stream().map(List::copyOf).toList();
  }

  /// The platforms that are left. Each dimension is taken by itself: two terms `linux/arm64` and
  /// `windows/amd64` leave four platforms.
  public PlatformSelector platforms() {
    return new PlatformSelector(
        allowed(OS).orElse(Set.of()), allowed(ARCHITECTURE).orElse(Set.of()));
  }

  // Nothing: any value is allowed.
  private Optional<Set<String>> allowed(String label) {
    Optional<Set<String>> selected = Optional.ofNullable(nodeSelector.get(label)).map(Set::of);
    return both(selected, allowedByTerms(label));
  }

  private Optional<Set<String>> allowedByTerms(String label) {
    Set<String> union = new HashSet<>();
    for (List<NodeRequirement> term : requiredTerms) {
      Optional<Set<String>> allowed = Optional.empty();
      for (NodeRequirement requirement : term) {
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

  private static Optional<Set<String>> allowedBy(NodeRequirement requirement) {
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

  // A template that contradicts itself is never scheduled; it is held to what it says first.
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
