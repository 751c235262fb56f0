package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ClusterScope;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.keep.Needed;
import io.pullcheck.kubernetes.listing.NeededImages;
import io.pullcheck.verdict.Inventory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lists the images that the cluster needs, with the digests that checks have found.
final class KeepLists {

  private KeepLists() {}

  /// Blocks.
  static Needed needed(ServeConfig config, KubernetesClient client, Inventory inventory) {
    Map<String, Set<String>> digests = new HashMap<>();
    inventory
        .snapshot()
        .pulls()
        .forEach(
            (pull, status) ->
                status
                    .digest()
                    .ifPresent(
                        digest ->
                            digests
                                .computeIfAbsent(pull.image(), _ -> new HashSet<>())
                                .add(digest)));
    ClusterScope everything =
        new ClusterScope(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            "",
            Optional.empty(),
            config.selection().resources());
    return new NeededImages(client, everything, config.registries().defaultRegistry(), digests)
        .list();
  }
}
