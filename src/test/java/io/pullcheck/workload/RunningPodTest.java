package io.pullcheck.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class RunningPodTest {

  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final Shape.Properties SHAPE =
      WorkloadObject.shapeWith(List.of(RunningPod.Status.class));

  private static final String POD =
      """
      {"metadata": {"namespace": "shop", "name": "cart-5d4f8c7b9-x2x4z", "ownerReferences": [
         {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "cart-5d4f8c7b9", "controller": true}]},
       "spec": {"nodeName": "node-3",
         "initContainers": [{"name": "migrate", "image": "reg.io/migrate:v1"}],
         "containers": [{"name": "main", "image": "reg.io/cart:v1"}, {"name": "waits", "image": "reg.io/b:v1"}]},
       "status": {"phase": "Running",
         "initContainerStatuses": [{"name": "migrate", "imageID": "sha256:0123", "containerID": "containerd://1"}],
         "containerStatuses": [
           {"name": "main", "image": "x", "imageID": "reg.io/cart@DIGEST", "containerID": "containerd://2"},
           {"name": "waits", "imageID": "", "state": {"waiting": {"reason": "ImagePullBackOff"}}}]}}
      """
          .replace("DIGEST", DIGEST);

  @Test
  void whatItsNodeHasPulledIsRead() {
    assertThat(read(POD))
        .contains(
            new RunningPod(
                "shop",
                "cart-5d4f8c7b9-x2x4z",
                "node-3",
                new RunningPod.Owner("ReplicaSet", "cart"),
                List.of(
                    new RunningPod.Container(
                        "migrate", "reg.io/migrate:v1", Optional.empty(), true),
                    new RunningPod.Container(
                        "main", "reg.io/cart:v1", Optional.of(DIGEST), true))));
  }

  @Test
  void aPodThatWaitsOrHasEndedRunsNothing() {
    assertThat(read(POD.replace("Running", "Pending"))).isEmpty();
    assertThat(read(POD.replace("Running", "Succeeded"))).isEmpty();
    assertThat(read(POD.replace("\"nodeName\": \"node-3\",", ""))).isEmpty();
    assertThat(read("{}")).isEmpty();
  }

  @Test
  void ofCriOTheDigestMayBeThatOfAnotherManifest() {
    assertThat(read(POD.replace("containerd://2", "cri-o://2")).orElseThrow().containers())
        .last()
        .extracting(RunningPod.Container::ofTag)
        .isEqualTo(false);
    assertThat(
            read(POD.replace("reg.io/cart@", "docker-pullable://reg.io/cart@"))
                .orElseThrow()
                .containers())
        .last()
        .extracting(RunningPod.Container::digest)
        .isEqualTo(Optional.of(DIGEST));
  }

  @ParameterizedTest
  @CsvSource({
    "ReplicaSet,  cart-5d4f8c7b9, Deployment,  cart,           true",
    "ReplicaSet,  cart-5d4f8c7b9, StatefulSet, cart,           false",
    "ReplicaSet,  cart-5d4f8c7b9, Rollout,     cart,           true",
    "StatefulSet, db,             StatefulSet, db,             true",
    "StatefulSet, db-1,           StatefulSet, db,             false",
    "DaemonSet,   log,            DaemonSet,   log,            true",
    "Job,         mail-29012345,  CronJob,     mail,           true",
    "Job,         mail-29012345,  Deployment,  mail,           false",
    "Rollout,     cart,           Rollout,     cart,           true",
  })
  void aPodBelongsToTheWorkloadWhoseControllerMadeIt(
      String owner, String ownerName, String kind, String name, boolean belongs) {
    String pod =
        POD.replace("\"ReplicaSet\"", '"' + owner + '"')
            .replace("cart-5d4f8c7b9\",", ownerName + "\",");
    WorkloadKind is =
        WorkloadKind.named(kind)
            .orElseGet(
                () ->
                    new WorkloadKind(
                        "argoproj.io",
                        "v1alpha1",
                        kind,
                        "rollouts",
                        "spec.template.spec",
                        Set.of(),
                        false));

    assertThat(read(pod).orElseThrow().owner().is(new WorkloadId("shop", is, name)))
        .isEqualTo(belongs);
  }

  private static Optional<RunningPod> read(String json) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return new WorkloadObject(PrunedObject.read(parser, SHAPE))
          .runningPod(UnaryOperator.identity());
    }
  }
}
