package io.pullcheck.rescue;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.KnownRegistry;
import java.util.List;
import java.util.Objects;

/// One way to have an image back that is gone. Nothing of it is done by this program, which never
/// writes to a registry.
///
/// @param text what is still there and what to do, a sentence
/// @param command for a shell that does it, with the user's own credentials
public record Rescue(String text, String command) {

  private static final int NAMED_NODES = 3;

  public Rescue {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(command, "command");
  }

  /// The manifest is there, and only its tag is gone.
  static Rescue byDigest(ImageReference manifest) {
    String digest = manifest.digest().orElseThrow();
    String tag = manifest.tag().orElseThrow();
    return new Rescue(
        "Its manifest " + digest + " is still in the registry: tag it again.",
        KnownRegistry.ecr(manifest.host())
            .map(ecr -> tagInEcr(ecr, manifest, digest, tag))
            .orElse("crane tag " + manifest.repository() + "@" + digest + " " + tag));
  }

  // ECR has no way to add a tag but to put the same manifest once more.
  private static String tagInEcr(
      KnownRegistry.Ecr ecr, ImageReference manifest, String digest, String tag) {
    String where = ecrFlags(ecr, manifest);
    return "MANIFEST=$(aws ecr batch-get-image "
        + where
        + " --image-ids imageDigest="
        + digest
        + " --query 'images[0].imageManifest' --output text) && aws ecr put-image "
        + where
        + " --image-tag "
        + tag
        + " --image-manifest \"$MANIFEST\"";
  }

  /// ECR answers for an image in its archive as for one that it does not have.
  static Rescue fromArchive(KnownRegistry.Ecr ecr, ImageReference image) {
    return new Rescue(
        "It may have been archived by a lifecycle policy; ECR then restores it within 20 minutes.",
        "aws ecr update-image-storage-class "
            + ecrFlags(ecr, image)
            + " --image-id imageTag="
            + image.tag().orElseThrow()
            + " --target-storage-class STANDARD");
  }

  private static String ecrFlags(KnownRegistry.Ecr ecr, ImageReference image) {
    return "--region "
        + ecr.region()
        + " --registry-id "
        + ecr.account()
        + " --repository-name "
        + image.path();
  }

  /// Nodes still have it.
  ///
  /// @param nodes at least one
  static Rescue fromNodes(List<String> nodes, ImageReference image) {
    return new Rescue(
        "Still on " + named(nodes) + ": export it there and push it.",
        "ctr -n k8s.io images export image.tar " + image + " && crane push image.tar " + image);
  }

  /// `node-1`, `node-1 and node-2`, `node-1, node-2, node-3 and 4 more nodes`.
  static String named(List<String> nodes) {
    int more = nodes.size() - NAMED_NODES;
    if (more > 0) {
      return String.join(", ", nodes.subList(0, NAMED_NODES))
          + (more == 1 ? " and 1 more node" : " and " + more + " more nodes");
    }
    return nodes.size() == 1
        ? nodes.getFirst()
        : String.join(", ", nodes.subList(0, nodes.size() - 1)) + " and " + nodes.getLast();
  }
}
