package io.pullcheck.workload;

import static io.pullcheck.workload.WorkloadObjectTest.object;
import static io.pullcheck.workload.WorkloadObjectTest.ownedBy;
import static io.pullcheck.workload.WorkloadObjectTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which objects are looked at, and which of their images.
class OwnWorkloadTest {

  @ParameterizedTest
  @CsvSource({
    "Pod, apps/v1, ReplicaSet, Pod, true",
    "Pod, apps/v1, ReplicaSet, Pod ReplicaSet, false",
    "Pod, apps/v1, ReplicaSet, Pod Deployment, false",
    "Pod, batch/v1, Job, Pod Deployment, true",
    "Pod, batch/v1, Job, Pod CronJob, false",
    "Pod, apps/v1, StatefulSet, Pod Deployment, true",
    "Pod, core.strimzi.io/v1beta2, StrimziPodSet, Pod, true",
    "ReplicaSet, argoproj.io/v1alpha1, Rollout, ReplicaSet Deployment, true",
    "ReplicaSet, apps/v1, Deployment, ReplicaSet Deployment, false",
    "ReplicaSet, apps/v1, Deployment, ReplicaSet, true",
  })
  void whatAnOwnerThatIsNotWatchedControlsIsWatched(
      String name, String apiVersion, String owner, String watched, boolean counts) {
    WorkloadKind kind = WorkloadKind.named(name).orElseThrow();
    List<WorkloadKind> kinds =
        Stream.of(watched.split(" ")).map(each -> WorkloadKind.named(each).orElseThrow()).toList();
    WorkloadObject object = object(kind, ownedBy(apiVersion, owner, true), "", "");
    assertThat(object.ownWorkload(kind, kinds).isPresent()).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, inject.istio.io/templates, true",
    "CronJob, inject.istio.io/templates, true",
    "Pod, inject.istio.io/templates, false",
    "Deployment, inject.istio.io/status, false",
  })
  void anImageThatIstioFillsInIsNoneYet(String name, String annotation, boolean later) {
    WorkloadKind kind = WorkloadKind.named(name).orElseThrow();
    String meta = "{annotations: {%s: gateway}}".formatted(annotation);
    String template =
        "metadata: %s, spec: {containers: [{name: istio-proxy, image: auto}, {name: c, image: nginx}]}"
            .formatted(meta);
    String yaml =
        switch (name) {
          case "Pod" -> "{" + template + "}";
          case "CronJob" ->
              "{metadata: {}, spec: {jobTemplate: {spec: {template: {" + template + "}}}}}";
          default -> "{metadata: {}, spec: {template: {" + template + "}}}";
        };
    assertThat(read(yaml).workload(kind, "shop").images())
        .extracting(ContainerImage::image)
        .isEqualTo(later ? List.of("nginx") : List.of("auto", "nginx"));
  }

  @ParameterizedTest
  @CsvSource({"image.openshift.io/triggers, true", "other, false"})
  void anImageThatOpenShiftFillsInIsNoneYet(String annotation, boolean later) {
    WorkloadObject object =
        read(
            """
            metadata: {annotations: {%s: '[{"from": {"kind": "ImageStreamTag"}}]'}}
            spec:
              template:
                spec:
                  containers: [{name: app, image: ' '}, {name: c, image: nginx}]
            """
                .formatted(annotation));
    assertThat(object.workload(WorkloadKind.DEPLOYMENT, "shop").images())
        .extracting(ContainerImage::image)
        .isEqualTo(later ? List.of("nginx") : List.of(" ", "nginx"));
  }

  @Test
  void ephemeralContainersAreNotTheWorkloads() {
    WorkloadObject pod =
        read(
            """
            metadata: {namespace: shop, name: cart}
            spec:
              containers: [{name: c, image: nginx}]
              ephemeralContainers: [{name: debugger, image: busybox}]
            """);
    assertThat(pod.workload(WorkloadKind.POD, "shop").images())
        .containsExactly(new ContainerImage("c", "spec.containers[0].image", "nginx"));
    assertThat(pod.ephemeralContainers("shop").images())
        .containsExactly(
            new ContainerImage("debugger", "spec.ephemeralContainers[0].image", "busybox"));
  }
}
