package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.log.ImageLog;
import io.pullcheck.metrics.InventoryFamilies;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.metrics.RescueMetrics;
import io.pullcheck.metrics.VerdictMetrics;
import io.pullcheck.metrics.WorkloadLabelMetrics;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Verdict;
import io.pullcheck.replica.Shard;
import io.pullcheck.rescue.Rescues;
import io.pullcheck.rescue.RunningPods;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullLookup;
import io.pullcheck.verdict.Snapshot;
import io.pullcheck.workload.ContainerImage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The inventory, and those who are told what changes in it or read it all the time.
///
/// @param images logs changes
/// @param events writes changes on the workloads, where that is wanted
/// @param metrics what a scrape says of the inventory
record InventoryParts(
    Inventory inventory,
    Rescues rescues,
    ImageLog images,
    Optional<WorkloadEvents> events,
    InventoryMetrics metrics) {

  /// The images of this replica's shard that the flags let be checked; changes are logged and told,
  /// and what is known is exported.
  static InventoryParts open(
      ServeConfig config, KubernetesClient client, Leadership leadership, InstantSource clock) {
    ImageLog images = new ImageLog();
    Rescues rescues = rescues(config);
    Optional<WorkloadEvents> events =
        config.cluster().events()
            ? Optional.of(new WorkloadEvents(client, clock))
            : Optional.empty();
    Inventory inventory =
        new Inventory(
            checked(config),
            (workload, image, now) -> {
              images.changed(workload, image, now);
              events
                  .filter(_ -> leadership.leads())
                  .ifPresent(
                      writer ->
                          writer.happened(
                              new WorkloadEvents.Change(
                                  workload.id(),
                                  image.container(),
                                  image.image(),
                                  now,
                                  () -> sentences(rescues, image, now))));
            });
    // Only the leader exports verdicts, or the last one while nobody can lead: those of the others
    // are a few seconds old.
    InventoryMetrics metrics =
        new InventoryMetrics(
            () -> leadership.exports() ? inventory.snapshot() : Snapshot.EMPTY,
            families(config, rescues, clock));
    return new InventoryParts(inventory, rescues, images, events, metrics);
  }

  private static Predicate<String> checked(ServeConfig config) {
    ServeConfig.Replicas replicas = config.replicas();
    Predicate<String> selected = config.selection().images();
    // To find the one shard that there is, a start would parse the name of every image.
    if (replicas.totalShards() == 1) {
      return selected;
    }
    Shard shard = new Shard(replicas.shard(), replicas.totalShards());
    return selected.and(image -> shard.owns(repository(config, image)));
  }

  private static String repository(ServeConfig config, String image) {
    return ImageReference.parse(image, config.registries().defaultRegistry())
        .map(ImageReference::repository)
        .orElse(image);
  }

  private static Rescues rescues(ServeConfig config) {
    return new Rescues(
        PullLookup.references(config.registries().defaultRegistry(), config.registries().mirrors()),
        new RunningPods(config.cluster().pods()));
  }

  private static List<String> sentences(Rescues rescues, ContainerImage image, Verdict now) {
    return rescues.of(image.image(), now).stream()
        .flatMap(way -> Stream.of(way.text(), "`" + way.command() + "`"))
        .toList();
  }

  private static List<InventoryFamilies> families(
      ServeConfig config, Rescues rescues, InstantSource clock) {
    MetricsDetail detail = config.servers().metrics();
    List<InventoryFamilies> families = new ArrayList<>();
    families.add(new VerdictMetrics(detail, config.checks().period(), clock));
    if (!config.selection().labels().names().isEmpty()) {
      families.add(new WorkloadLabelMetrics(detail));
    }
    families.add(new RescueMetrics(rescues.pods()));
    return families;
  }

  /// Has Events written of tags that have moved, where Events are wanted and pods are watched.
  Optional<TagsMoved> tagsMoved() {
    return events
        .filter(_ -> rescues.pods().watched())
        .map(writer -> new TagsMoved(inventory::snapshot, rescues.pods(), writer));
  }
}
