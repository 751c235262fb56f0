package io.pullcheck.cli;

import io.pullcheck.config.ImageSelection;
import io.pullcheck.config.NamespaceLabel;
import io.pullcheck.config.NamespacePatterns;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.WorkloadKinds;
import io.pullcheck.config.WorkloadLabels;
import io.pullcheck.config.WorkloadResources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags that select the workloads and images to check.
final class SelectionFlags {

  @Option(
      names = "--ignored-images",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "RE2~RE2",
      description = "Tilde-separated expressions; images as written that match one are left out.")
  private String ignoredImages = "";

  @Option(
      names = "--allowed-images",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "RE2~RE2",
      description =
          "Tilde-separated expressions; if given, only images that match one are looked at.")
  private String allowedImages = "";

  @Option(
      names = "--kinds",
      paramLabel = "KIND,KIND",
      description =
          "Also: Job, Pod, ReplicaSet, ReplicationController, those that no object of a watched kind controls.")
  private WorkloadKinds kinds = WorkloadKinds.DEFAULT;

  @Option(
      names = "--workload-resource",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "GROUP/VERSION/RESOURCE:PATH",
      description =
          "Repeatable; workloads of another kind by their pod spec: argoproj.io/v1alpha1/rollouts:spec.template.spec.")
  private List<String> resources = List.of();

  @Option(
      names = "--workload-labels",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "NAME,NAME",
      split = ",",
      description =
          "Labels of workloads that are exported, as workload_labels: team,app.kubernetes.io/part-of.")
  private List<String> labels = List.of();

  @Option(
      names = "--namespace-label",
      paramLabel = "KEY[=VALUE]",
      description = "Only namespaces that carry this label; admission too.")
  private @Nullable NamespaceLabel namespaceLabel;

  @Option(
      names = "--namespaces",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "NAME,NAME",
      split = ",",
      description = "Only these namespaces, with rights in them alone; admission too.")
  private List<String> namespaces = List.of();

  @Option(
      names = "--deny-namespaces",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "NAME,PATTERN",
      split = ",",
      description = "These (or team-*) are in deny mode, whatever their labels say.")
  private List<String> denyNamespaces = List.of();

  @Option(
      names = "--force-check-disabled-controllers",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "KIND,KIND",
      description =
          "Kinds (or *) that are checked although scaled to zero, not scheduled or suspended.")
  private WorkloadKinds forceCheckDisabled = WorkloadKinds.NONE;

  ServeConfig.Selection config() {
    ImageSelection images =
        new ImageSelection(
            UsageError.at("--allowed-images", () -> ImageSelection.expressions(allowedImages)),
            UsageError.at("--ignored-images", () -> ImageSelection.expressions(ignoredImages)));
    return new ServeConfig.Selection(
        images,
        kinds,
        UsageError.at("--workload-resource", () -> WorkloadResources.parse(resources)),
        UsageError.at("--workload-labels", () -> WorkloadLabels.parse(labels)),
        Optional.ofNullable(namespaceLabel),
        namespaces.stream()
            .map(name -> ObjectName.label("--namespaces", name))
            .collect(Collectors.toSet()),
        UsageError.at("--deny-namespaces", () -> new NamespacePatterns(denyNamespaces)),
        forceCheckDisabled);
  }
}
