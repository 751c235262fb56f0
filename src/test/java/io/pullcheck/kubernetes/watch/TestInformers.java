package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ImageSelection;
import io.pullcheck.config.NamespaceLabel;
import io.pullcheck.config.NamespacePatterns;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.config.ServeConfig.Selection;
import io.pullcheck.config.WorkloadKinds;
import io.pullcheck.config.WorkloadLabels;
import io.pullcheck.config.WorkloadResources;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.WorkloadKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Informers on a client, with what they report.
///
/// @param heard by the listener
/// @param pods that run, by namespace/name
record TestInformers(
    KubernetesClient client,
    ClusterInformers informers,
    RecordingListener heard,
    Map<String, RunningPod> pods,
    MissingRights rights)
    implements AutoCloseable {

  private static final ImageSelection EVERY_IMAGE = new ImageSelection(List.of(), List.of());

  static TestInformers on(KubernetesClient client) {
    return on(client, selecting(), PullSecretAccess.INFORMER);
  }

  static TestInformers on(
      KubernetesClient client, Selection selection, PullSecretAccess pullSecrets) {
    return on(client, selection, pullSecrets, Duration.ofMinutes(2));
  }

  /// @param silence after which a watch counts as deaf
  static TestInformers on(KubernetesClient client, Duration silence) {
    return on(client, selecting(), PullSecretAccess.NONE, silence);
  }

  private static TestInformers on(
      KubernetesClient client,
      Selection selection,
      PullSecretAccess pullSecrets,
      Duration silence) {
    RecordingListener heard = new RecordingListener();
    MissingRights rights = new MissingRights();
    Map<String, RunningPod> running = new ConcurrentHashMap<>();
    ClusterInformers informers =
        new ClusterInformers(
            client,
            new ClusterInformers.Settings(selection, pullSecrets, true, true),
            new ClusterInformers.Listeners(
                heard, heard::credentialsChanged, listener(running), heard::unreadable),
            rights,
            InstantSource.system(),
            Duration.ofMillis(300),
            silence);
    informers.start();
    return new TestInformers(client, informers, heard, running, rights);
  }

  private static RunningPod.Listener listener(Map<String, RunningPod> running) {
    return new RunningPod.Listener() {
      @Override
      public void added(RunningPod pod) {
        running.put(pod.namespace() + "/" + pod.name(), pod);
      }

      @Override
      public void gone(RunningPod pod) {
        running.remove(pod.namespace() + "/" + pod.name());
      }
    };
  }

  /// The deployments of these namespaces; without names, of all.
  static Selection selecting(String... namespaces) {
    return selection(Set.of(namespaces), Optional.empty());
  }

  /// The deployments of the namespaces that carry a label.
  static Selection labelled(String label, String... namespaces) {
    return selection(Set.of(namespaces), Optional.of(NamespaceLabel.parse(label)));
  }

  private static Selection selection(Set<String> namespaces, Optional<NamespaceLabel> label) {
    return new Selection(
        EVERY_IMAGE,
        new WorkloadKinds(Set.of(WorkloadKind.DEPLOYMENT)),
        WorkloadResources.NONE,
        WorkloadLabels.NONE,
        label,
        namespaces,
        NamespacePatterns.NONE,
        WorkloadKinds.NONE);
  }

  /// The objects of a kind in all namespaces, although they run nothing.
  static Selection of(WorkloadKind kind) {
    WorkloadKinds only = new WorkloadKinds(Set.of(kind));
    return new Selection(
        EVERY_IMAGE,
        only,
        WorkloadResources.NONE,
        WorkloadLabels.NONE,
        Optional.empty(),
        Set.of(),
        NamespacePatterns.NONE,
        only);
  }

  /// Objects of these kinds, and of resources by path.
  static Selection with(Set<WorkloadKind> kinds, String... resources) {
    return new Selection(
        EVERY_IMAGE,
        new WorkloadKinds(kinds),
        WorkloadResources.parse(List.of(resources)),
        new WorkloadLabels(Set.of("team", "app.kubernetes.io/part-of")),
        Optional.empty(),
        Set.of(),
        NamespacePatterns.NONE,
        WorkloadKinds.NONE);
  }

  /// Which of all rights that informers may need are missing.
  Set<Right> missing(String... namespaces) {
    Stream<Right> some =
        Stream.concat(Stream.of(""), Stream.of(namespaces))
            .flatMap(
                namespace ->
                    Stream.of("deployments", "namespaces", "nodes", "secrets", "serviceaccounts")
                        .flatMap(
                            resource ->
                                Stream.of("get", "list, watch")
                                    .map(verbs -> new Right(verbs, resource, namespace))));
    return some.filter(rights::contains).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    informers.close();
    client.close();
  }
}
