package io.pullcheck.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ClusterScope;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.LogLevel;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.WorkloadResources;
import io.pullcheck.keep.KeepFormat;
import io.pullcheck.keep.KeepList;
import io.pullcheck.keep.Needed;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.listing.NeededImages;
import io.pullcheck.log.Logging;
import io.pullcheck.model.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pullcheck keep-list`: the images that a registry's clean-up must leave alone. It prints all of
/// them, or none and what is in the way.
@Command(
    name = "keep-list",
    description =
        "Lists every image that a cluster needs, for a registry's clean-up to leave alone: of all"
            + " workloads, pods and rollback targets.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    abbreviateSynopsis = true)
final class KeepListCommand implements Callable<Integer> {

  private static final int INCOMPLETE = 2;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|regex",
      description = "A reference a line; an object; or for each repository an RE2 of its tags.")
  private KeepFormat format = KeepFormat.TEXT;

  @Option(
      names = {"-A", "--all-namespaces"},
      showDefaultValue = Visibility.NEVER,
      description = "The images of all namespaces: what a clean-up needs.")
  private boolean allNamespaces;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Those of one namespace alone.")
  private @Nullable String namespace;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      showDefaultValue = Visibility.NEVER,
      description = "Only those of workloads with these labels, and of what they control.")
  private String selector = "";

  @Option(
      names = "--repository",
      paramLabel = "PREFIX",
      showDefaultValue = Visibility.NEVER,
      description = "Only those of a repository, or below a path: registry.example.com/shop.")
  private String repository = "";

  @Option(
      names = "--workload-resource",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "GROUP/VERSION/RESOURCE:PATH",
      description = "Repeatable; workloads of another kind by their pod spec.")
  private List<String> resources = List.of();

  @Option(
      names = "--default-registry",
      paramLabel = "HOST",
      description = "Registry of images that name none.")
  private String defaultRegistry = ImageReference.DOCKER_HUB;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Of the kubeconfig. Default: its current one.")
  private @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: KUBECONFIG's, else ~/.kube/config, else the pod's own access.")
  private @Nullable Path kubeconfig;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(LogFormat.TEXT, LogLevel.WARN);
    ClusterScope scope = scope();
    try (KubernetesClient client =
        ClusterConnection.openAsUser(scope.kubeconfig(), scope.context(), System.getenv())) {
      String cluster = client.getMasterUrl().toString();
      return switch (new NeededImages(client, scope, defaultRegistry, Map.of()).list()) {
        case Needed.Whole(KeepList list) -> print(cluster, list);
        case Needed.Incomplete(List<String> problems) ->
            incomplete(problems.stream().map(line -> prefixed(cluster, line)).toList());
      };
    }
  }

  private static String prefixed(String cluster, String line) {
    return line.startsWith(cluster) ? line : cluster + ": " + line;
  }

  private ClusterScope scope() {
    if (allNamespaces == (namespace != null)) {
      throw new UsageError(
          "keep-list needs -A or -n NAME, one of them: what a list leaves out may be deleted (allowed: -A for all"
              + " namespaces, -n for one)");
    }
    return new ClusterScope(
        Optional.ofNullable(kubeconfig),
        Optional.ofNullable(context),
        Optional.ofNullable(namespace).map(name -> ObjectName.label("--namespace", name)),
        allNamespaces,
        selector,
        Optional.empty(),
        UsageError.at("--workload-resource", () -> WorkloadResources.parse(resources)));
  }

  private int print(String cluster, KeepList all) {
    KeepList list = all.in(repository);
    if (list.isEmpty()) {
      return incomplete(
          List.of(
              cluster
                  + ": no image is needed"
                  + (repository.isEmpty() ? "" : " of " + repository)
                  + ", which is no list to clean up by"));
    }
    List<String> unsaid = format.cannotSay(list);
    if (!unsaid.isEmpty()) {
      return incomplete(unsaid);
    }
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(format.write(list));
    out.flush();
    return out.checkError() ? INCOMPLETE : 0;
  }

  private int incomplete(List<String> problems) {
    var err = Objects.requireNonNull(spec).commandLine().getErr();
    problems.forEach(problem -> err.println("pullcheck: " + problem));
    err.println("pullcheck: there is no list: one that is not whole lets needed images be deleted");
    err.flush();
    return INCOMPLETE;
  }
}
