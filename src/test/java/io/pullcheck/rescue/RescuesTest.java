package io.pullcheck.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.RunningPod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RescuesTest {

  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String CART = "registry.example.com/shop/cart:v41";
  private static final String IN_ECR =
      "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/cart:v41";
  private static final Verdict.Unavailable GONE = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);

  private final RunningPods pods = new RunningPods(true);
  private final Rescues rescues = new Rescues(RescuesTest::parsed, pods);

  @Test
  void aManifestThatIsThereIsTaggedAgain() {
    assertThat(rescues.of(CART, recoverable(CART)))
        .containsExactly(
            new Rescue(
                "Its manifest " + DIGEST + " is still in the registry: tag it again.",
                "crane tag registry.example.com/shop/cart@" + DIGEST + " v41"));
  }

  @Test
  void inEcrTheManifestIsPutOnceMore() {
    assertThat(rescues.of(IN_ECR, recoverable(IN_ECR)))
        .extracting(Rescue::command)
        .containsExactly(
            "MANIFEST=$(aws ecr batch-get-image --region eu-central-1 --registry-id 123456789012"
                + " --repository-name shop/cart --image-ids imageDigest="
                + DIGEST
                + " --query 'images[0].imageManifest' --output text)"
                + " && aws ecr put-image --region eu-central-1 --registry-id 123456789012"
                + " --repository-name shop/cart --image-tag v41 --image-manifest \"$MANIFEST\"");
  }

  @Test
  void whatEcrDoesNotHaveMayBeInItsArchive() {
    assertThat(rescues.of(IN_ECR, GONE))
        .containsExactly(
            new Rescue(
                "It may have been archived by a lifecycle policy; ECR then restores it within 20 minutes.",
                "aws ecr update-image-storage-class --region eu-central-1 --registry-id 123456789012"
                    + " --repository-name shop/cart --image-id imageTag=v41"
                    + " --target-storage-class STANDARD"));
    assertThat(rescues.of(IN_ECR, Verdict.Unavailable.of(Reason.REPOSITORY_UNKNOWN))).isEmpty();
  }

  @Test
  void nodesThatStillRunItHaveIt() {
    for (String node : List.of("node-7", "node-3")) {
      pods.added(
          new RunningPod(
              "shop",
              "cart-" + node,
              node,
              new RunningPod.Owner("Pod", "cart"),
              List.of(new RunningPod.Container("main", CART, Optional.empty(), true))));
    }

    assertThat(rescues.of(CART, GONE))
        .containsExactly(
            new Rescue(
                "Still on node-3 and node-7: export it there and push it.",
                "ctr -n k8s.io images export image.tar "
                    + CART
                    + " && crane push image.tar "
                    + CART));
    assertThat(rescues.of(CART, recoverable(CART))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | a",
        "a,b | a and b",
        "a,b,c | a, b and c",
        "a,b,c,d | a, b, c and 1 more node",
        "a,b,c,d,e | a, b, c and 2 more nodes"
      })
  void nodesAreNamed(String nodes, String text) {
    assertThat(Rescue.named(List.of(nodes.split(",", -1)))).isEqualTo(text);
  }

  @Test
  void whatIsNotGoneNeedsNoRescue() {
    assertThat(rescues.of(CART, new Verdict.Available(Optional.of(DIGEST)))).isEmpty();
    assertThat(rescues.of(CART, Verdict.Unavailable.of(Reason.TIMEOUT))).isEmpty();
    assertThat(rescues.of(CART, GONE)).isEmpty();
  }

  private static Verdict recoverable(String image) {
    return GONE.withRecoverable(parsed(image).orElseThrow().at(DIGEST));
  }

  private static Optional<ImageReference> parsed(String image) {
    return ImageReference.parse(image, ImageReference.DOCKER_HUB);
  }
}
