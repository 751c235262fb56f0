package io.pullcheck.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a pod lets itself be placed, in the words of a pod spec.
///
/// @param nodeName the only node that it may run on, past the scheduler; empty: the scheduler
///   decides
/// @param os `spec.os.name`: the kubelet refuses the pod on a node of another operating system;
///   empty: any
/// @param nodeSelector labels that a node must have, all of them
/// @param requiredTerms the terms of `requiredDuringSchedulingIgnoredDuringExecution`: a node must
///   match one of them; no terms: any node will do
/// @param tolerations with those that a controller adds
/// @param runtimeClass whose `scheduling` holds for the pod as well; empty: none
public record NodePlacement(
    String nodeName,
    String os,
    Map<String, String> nodeSelector,
    List<Term> requiredTerms,
    Set<Toleration> tolerations,
    String runtimeClass) {

  /// On any node that lets every pod in.
  public static final NodePlacement ANYWHERE =
      new NodePlacement("", "", Map.of(), List.of(), Set.of(), "");

  private static final Set<String> PLATFORM_LABELS =
      Set.of(
          "kubernetes.io/os",
          "kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "beta.kubernetes.io/arch");

  public NodePlacement {
    Objects.requireNonNull(nodeName, "nodeName");
    Objects.requireNonNull(os, "os");
    nodeSelector = Map.copyOf(nodeSelector);
    requiredTerms = List.copyOf(requiredTerms);
    tolerations = Set.copyOf(tolerations);
    Objects.requireNonNull(runtimeClass, "runtimeClass");
  }

  /// A node selector term: a node must match all its requirements. A term without any matches no
  /// node.
  ///
  /// @param matchFields of the node object; the API knows `metadata.name` only
  public record Term(List<Requirement> matchExpressions, List<Requirement> matchFields) {
    public Term {
      matchExpressions = List.copyOf(matchExpressions);
      matchFields = List.copyOf(matchFields);
    }

    public boolean isEmpty() {
      return matchExpressions.isEmpty() && matchFields.isEmpty();
    }

    private boolean concernsPlatform() {
      return matchExpressions.stream().anyMatch(Requirement::concernsPlatform);
    }

    private Term platformOnly() {
      return new Term(
          matchExpressions.stream().filter(Requirement::concernsPlatform).toList(), List.of());
    }
  }

  /// What a label or a field of a node must be.
  ///
  /// @param operator `In`, `NotIn`, `Exists`, `DoesNotExist`, `Gt` or `Lt`
  public record Requirement(String key, String operator, List<String> values) {
    public Requirement {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(operator, "operator");
      values = List.copyOf(values);
    }

    private boolean concernsPlatform() {
      return PLATFORM_LABELS.contains(key);
    }
  }

  /// Taints that the pod puts up with.
  ///
  /// @param key of the taints that are tolerated; empty: of all
  /// @param operator `Exists`, `Equal`, `Gt` or `Lt`; empty means `Equal`
  /// @param effect of the taints that are tolerated; empty: any
  public record Toleration(String key, String operator, String value, String effect) {
    public Toleration {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(operator, "operator");
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(effect, "effect");
    }
  }

  /// The same for a pod that takes another's place: wherever the scheduler lets it.
  public NodePlacement elsewhere() {
    return new NodePlacement("", os, nodeSelector, requiredTerms, tolerations, runtimeClass);
  }

  /// What is left of it where no more is known of a node than its platform: a node may have any
  /// other label, and let any pod in.
  public NodePlacement platformOnly() {
    Map<String, String> selected =
        nodeSelector.entrySet().stream()
            .filter(label -> PLATFORM_LABELS.contains(label.getKey()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    List<Term> terms = requiredTerms.stream().filter(term -> !term.isEmpty()).toList();
    boolean limited = terms.stream().allMatch(Term::concernsPlatform);
    return new NodePlacement(
        "",
        os,
        selected,
        limited ? terms.stream().map(Term::platformOnly).toList() : List.of(),
        Set.of(),
        "");
  }
}
