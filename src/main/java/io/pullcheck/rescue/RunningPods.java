package io.pullcheck.rescue;

import io.pullcheck.workload.RunningPod;
import io.pullcheck.workload.WorkloadId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pods that run, by the images that they run and by the workloads that they belong to. Empty
/// where pods are not watched. Safe for use by many threads.
public final class RunningPods implements RunningPod.Listener {

  private record Key(String namespace, String name) {}

  private final boolean watched;
  private final Map<String, Set<RunningPod>> byImage = new HashMap<>();
  // By namespace and the owner's name; a Deployment and a StatefulSet of one name share an entry.
  private final Map<Key, Set<RunningPod>> byOwner = new HashMap<>();

  /// @param watched whether pods are watched at all
  public RunningPods(boolean watched) {
    this.watched = watched;
  }

  public boolean watched() {
    return watched;
  }

  @Override
  public synchronized void added(RunningPod pod) {
    images(pod).forEach(image -> add(byImage, image, pod));
    add(byOwner, ownerKey(pod), pod);
  }

  @Override
  public synchronized void gone(RunningPod pod) {
    images(pod).forEach(image -> remove(byImage, image, pod));
    remove(byOwner, ownerKey(pod), pod);
  }

  /// Where an image runs, in all namespaces.
  ///
  /// @param image as written
  public synchronized Spread spread(String image) {
    return Spread.of(byImage.getOrDefault(image, Set.of()).stream());
  }

  /// Where an image runs, in one namespace.
  public synchronized Spread spread(String image, String namespace) {
    return Spread.of(
        byImage.getOrDefault(image, Set.of()).stream()
            .filter(pod -> pod.namespace().equals(namespace)));
  }

  /// The digest that most pods have which run an image.
  ///
  /// @param image as written
  public synchronized Optional<String> digest(String image) {
    return byImage.getOrDefault(image, Set.of()).stream()
        .flatMap(pod -> pod.containers().stream())
        .filter(container -> container.image().equals(image))
        .flatMap(container -> container.digest().stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  /// The digests that a workload's pods have of one of its images, one for each pod, as far as they
  /// can be compared with what the tag names.
  ///
  /// @param image as written
  synchronized List<String> digests(WorkloadId workload, String container, String image) {
    return byOwner.getOrDefault(new Key(workload.namespace(), workload.name()), Set.of()).stream()
        .filter(pod -> pod.owner().is(workload))
        .flatMap(pod -> pod.containers().stream())
        .filter(each -> each.ofTag() && each.name().equals(container) && each.image().equals(image))
        .flatMap(each -> each.digest().stream())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static Key ownerKey(RunningPod pod) {
    return new Key(pod.namespace(), pod.owner().name());
  }

  private static Stream<String> images(RunningPod pod) {
    return pod.containers().stream().map(RunningPod.Container::image).distinct();
  }

  private static <K> void add(Map<K, Set<RunningPod>> index, K key, RunningPod pod) {
    index.computeIfAbsent(key, _ -> new HashSet<>(2)).add(pod);
  }

  private static <K> void remove(Map<K, Set<RunningPod>> index, K key, RunningPod pod) {
    @Nullable Set<RunningPod> there = index.get(key);
    if (there != null && there.remove(pod) && there.isEmpty()) {
      index.remove(key);
    }
  }

  /// Where an image runs.
  ///
  /// @param pods how many run it
  /// @param nodes those that they run on, sorted
  public record Spread(int pods, List<String> nodes) {

    public static final Spread NOWHERE = new Spread(0, List.of());

    public Spread {
      nodes = List.copyOf(nodes);
    }

    private static Spread of(Stream<RunningPod> running) {
      List<RunningPod> all = running.toList();
      return new Spread(
          all.size(),
          List.copyOf(
              all.stream().map(RunningPod::node).collect(Collectors.toCollection(TreeSet::new))));
    }
  }
}
