package io.pullcheck.workload;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.NodePlacement.Requirement;
import io.pullcheck.model.NodePlacement.Term;
import io.pullcheck.model.NodePlacement.Toleration;
import io.pullcheck.model.Platform;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A node, as far as it decides which pods may run on it. The rules are those of the scheduler
/// (k8s.io/component-helpers, scheduling/corev1; k8s.io/api, core/v1/toleration.go).
///
/// @param labels those of the platform are there even if the object lacks them: a kubelet sets them
/// @param taints that keep pods away; an empty set: none
public record ClusterNode(
    String name, Platform platform, Map<String, String> labels, Set<Taint> taints) {

  private static final String NO_SCHEDULE = "NoSchedule";
  private static final String NO_EXECUTE = "NoExecute";

  /// The taint that stands for `spec.unschedulable`: `kubectl cordon`.
  public static final Taint UNSCHEDULABLE =
      new Taint("node.kubernetes.io/unschedulable", "", NO_SCHEDULE);

  public ClusterNode {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(platform, "platform");
    labels = Map.copyOf(labels);
    taints = Set.copyOf(taints);
  }

  /// What keeps pods away that do not tolerate it.
  ///
  /// @param effect `NoSchedule`, `NoExecute` or `PreferNoSchedule`
  public record Taint(String key, String value, String effect) {
    public Taint {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(effect, "effect");
    }

    /// Whether pods that do not tolerate it stay away. Not so at a node that is new: the API server
    /// creates each with this taint (plugin/pkg/admission/nodetaint), until its kubelet is ready.
    /// One that is no longer ready has it with `NoExecute` too.
    public boolean keepsPodsAway() {
      boolean fresh = key.equals("node.kubernetes.io/not-ready") && effect.equals(NO_SCHEDULE);
      return !fresh && Set.of(NO_SCHEDULE, NO_EXECUTE).contains(effect);
    }

    private boolean tolerated(Toleration toleration) {
      return (toleration.effect().isEmpty() || toleration.effect().equals(effect))
          && (toleration.key().isEmpty() || toleration.key().equals(key))
          && switch (toleration.operator()) {
            case "", "Equal" -> toleration.value().equals(value);
            case "Exists" -> true;
            case "Gt" -> compares(value, toleration.value(), order -> order > 0);
            case "Lt" -> compares(value, toleration.value(), order -> order < 0);
            default -> false;
          };
    }
  }

  /// The platforms of the nodes that a pod may run on, and so all that its image must have; empty
  /// if it fits none of them.
  public static Set<Platform> platforms(NodePlacement placement, Collection<ClusterNode> nodes) {
    Set<Platform> platforms = new HashSet<>();
    for (ClusterNode node : nodes) {
      if (!platforms.contains(node.platform) && node.takes(placement)) {
        platforms.add(node.platform);
      }
    }
    return Set.copyOf(platforms);
  }

  /// As [#platforms], where the platforms are given and no nodes are known.
  public static Set<Platform> among(Set<Platform> given, NodePlacement placement) {
    return placement.equals(NodePlacement.ANYWHERE)
        ? given
        : platforms(
            placement.platformOnly(),
            given.stream().map(each -> new ClusterNode("", each, labels(each), Set.of())).toList());
  }

  /// The labels that a kubelet gives its node for its platform, the old ones too.
  public static Map<String, String> labels(Platform platform) {
    return Map.of(
        "kubernetes.io/os", platform.os(),
        "kubernetes.io/arch", platform.architecture(),
        "beta.kubernetes.io/os", platform.os(),
        "beta.kubernetes.io/arch", platform.architecture());
  }

  // A pod that names its node has not been placed by the scheduler, which alone heeds NoSchedule.
  private boolean takes(NodePlacement placement) {
    boolean named = placement.nodeName().equals(name);
    return (placement.nodeName().isEmpty() || named)
        && (placement.os().isEmpty() || placement.os().equals(platform.os()))
        && taints.stream()
            .filter(taint -> !named || taint.effect.equals(NO_EXECUTE))
            .allMatch(taint -> placement.tolerations().stream().anyMatch(taint::tolerated))
        && placement.nodeSelector().entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && (placement.requiredTerms().isEmpty()
            || placement.requiredTerms().stream().anyMatch(this::matches));
  }

  private boolean matches(Term term) {
    return !term.isEmpty()
        && term.matchExpressions().stream().allMatch(this::matchesLabel)
        && term.matchFields().stream().allMatch(this::matchesField);
  }

  private boolean matchesLabel(Requirement requirement) {
    @Nullable String label = labels.get(requirement.key());
    List<String> values = requirement.values();
    return switch (requirement.operator()) {
      case "In" -> label != null && values.contains(label);
      case "NotIn" -> label == null || !values.contains(label);
      case "Exists" -> label != null;
      case "DoesNotExist" -> label == null;
      case "Gt" -> values.size() == 1 && compares(label, values.getFirst(), order -> order > 0);
      case "Lt" -> values.size() == 1 && compares(label, values.getFirst(), order -> order < 0);
      default -> false;
    };
  }

  private boolean matchesField(Requirement requirement) {
    if (!requirement.key().equals("metadata.name") || requirement.values().size() != 1) {
      return false;
    }
    boolean named = requirement.values().getFirst().equals(name);
    return switch (requirement.operator()) {
      case "In" -> named;
      case "NotIn" -> !named;
      default -> false;
    };
  }

  private static boolean compares(@Nullable String value, String with, IntPredicate order) {
    try {
      return value != null && order.test(Long.compare(Long.parseLong(value), Long.parseLong(with)));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
