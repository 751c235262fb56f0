package io.pullcheck.kubernetes.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pullcheck.workload.NodePlacement;
import io.pullcheck.workload.NodeRequirement;
import io.pullcheck.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is read of a pod spec, in the API's own shape and names. What the object does not say is
/// null.
@JsonIgnoreProperties(ignoreUnknown = true)
record PodSpec(
    @Nullable List<Container> initContainers,
    @Nullable List<Container> containers,
    @Nullable List<Volume> volumes,
    @Nullable List<Reference> imagePullSecrets,
    @Nullable String serviceAccountName,
    @Nullable Map<String, String> nodeSelector,
    @Nullable Affinity affinity) {

  static final PodSpec EMPTY = new PodSpec(null, null, null, null, null, null, null);

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Container(
      @Nullable String name, @Nullable String image, @Nullable String imagePullPolicy) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Volume(@Nullable String name, @Nullable ImageVolume image) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record ImageVolume(@Nullable String reference, @Nullable String pullPolicy) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Reference(@Nullable String name) {

    // The API allows entries without a name; the kubelet passes over them
    // (pkg/kubelet/kubelet_pods.go, getPullSecretsForPod).
    static List<String> names(@Nullable List<Reference> references) {
      return each(references, reference -> orEmpty(reference.name)).stream()
          .filter(name -> !name.isEmpty())
          .toList();
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Affinity(@Nullable NodeAffinity nodeAffinity) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record NodeAffinity(@Nullable NodeSelector requiredDuringSchedulingIgnoredDuringExecution) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record NodeSelector(@Nullable List<NodeSelectorTerm> nodeSelectorTerms) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record NodeSelectorTerm(@Nullable List<MatchExpression> matchExpressions) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record MatchExpression(
      @Nullable String key, @Nullable String operator, @Nullable List<String> values) {}

  PodTemplate template() {
    return new PodTemplate(
        each(initContainers, PodSpec::container),
        each(containers, PodSpec::container),
        each(volumes, PodSpec::volume),
        Reference.names(imagePullSecrets),
        orEmpty(serviceAccountName),
        new NodePlacement(nodeSelector == null ? Map.of() : nodeSelector, terms()).platforms());
  }

  private static PodTemplate.Container container(Container container) {
    return new PodTemplate.Container(
        orEmpty(container.name), orEmpty(container.image), orEmpty(container.imagePullPolicy));
  }

  private static PodTemplate.Volume volume(Volume volume) {
    ImageVolume image = volume.image;
    if (image == null || image.reference == null || image.reference.isEmpty()) {
      return new PodTemplate.Volume(orEmpty(volume.name), Optional.empty(), "");
    }
    return new PodTemplate.Volume(
        orEmpty(volume.name), Optional.of(image.reference), orEmpty(image.pullPolicy));
  }

  private List<List<NodeRequirement>> terms() {
    return Optional.ofNullable(affinity)
        .map(Affinity::nodeAffinity)
        .map(NodeAffinity::requiredDuringSchedulingIgnoredDuringExecution)
        .map(NodeSelector::nodeSelectorTerms)
        .map(terms -> each(terms, term -> each(term.matchExpressions, PodSpec::requirement)))
        .orElse(List.of());
  }

  private static NodeRequirement requirement(MatchExpression expression) {
    return new NodeRequirement(
        orEmpty(expression.key),
        orEmpty(expression.operator),
        expression.values == null ? List.of() : expression.values);
  }

  private static <A, B> List<B> each(@Nullable List<A> list, Function<A, B> function) {
    return list == null ? List.of() : list.stream().map(function).toList();
  }

  static PodSpec orEmpty(@Nullable PodSpec spec) {
    return spec == null ? EMPTY : spec;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
