package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pullcheck.model.PlatformSelector;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadsTest {

  private static final Map<WorkloadKind, Class<? extends WorkloadObject>> CLASSES =
      Map.of(
          WorkloadKind.DEPLOYMENT, WorkloadObject.Deployment.class,
          WorkloadKind.STATEFULSET, WorkloadObject.StatefulSet.class,
          WorkloadKind.DAEMONSET, WorkloadObject.DaemonSet.class,
          WorkloadKind.CRONJOB, WorkloadObject.CronJob.class,
          WorkloadKind.JOB, WorkloadObject.Job.class,
          WorkloadKind.POD, WorkloadObject.Pod.class,
          WorkloadKind.REPLICASET, WorkloadObject.ReplicaSet.class,
          WorkloadKind.REPLICATIONCONTROLLER, WorkloadObject.ReplicationController.class);

  private static final String EVERYTHING =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {namespace: shop, name: cart}
      spec:
        replicas: 2
        template:
          spec:
            serviceAccountName: builder
            imagePullSecrets: [{name: first}, {}, {name: second}]
            nodeSelector: {kubernetes.io/os: linux}
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                    - matchExpressions:
                        - {key: kubernetes.io/arch, operator: In, values: [arm64]}
            initContainers:
              - {name: migrate, image: "reg.io/migrate:v1"}
            containers:
              - {name: cached, image: "reg.io/cached", imagePullPolicy: Never}
              - {name: cart, image: "reg.io/cart:v1", imagePullPolicy: Always}
              - {name: injected}
            volumes:
              - {name: scratch, emptyDir: {}}
              - {name: models, image: {reference: "reg.io/models:v1"}}
              - {name: local, image: {reference: "reg.io/local", pullPolicy: Never}}
      """;

  @Test
  void everythingThatDecidesAboutAPullIsRead() {
    WorkloadObject object = Manifests.read(WorkloadObject.Deployment.class, EVERYTHING);
    assertThat(Workloads.of(WorkloadKind.DEPLOYMENT, object))
        .contains(
            new Workload(
                new WorkloadId("shop", WorkloadKind.DEPLOYMENT, "cart"),
                List.of(
                    image("migrate", "initContainers[0].image", "reg.io/migrate:v1"),
                    image("cart", "containers[1].image", "reg.io/cart:v1"),
                    image("volume:models", "volumes[1].image.reference", "reg.io/models:v1")),
                new PullSecrets("shop", List.of("first", "second"), ""),
                new PlatformSelector(Set.of("linux"), Set.of("arm64")),
                true));
  }

  @ParameterizedTest
  @EnumSource
  void aKindsImagesStandWhereItsPodSpecStands(WorkloadKind kind) {
    WorkloadObject object = object(kind, "", "", "");
    assertThat(Workloads.of(kind, object).orElseThrow().images())
        .containsExactly(
            new ContainerImage("c", kind.podSpecPath() + ".containers[0].image", "nginx"));
    assertThat(Workloads.of(kind, object).orElseThrow().secrets())
        .isEqualTo(new PullSecrets("shop", List.of(), "default"));
  }

  @ParameterizedTest
  @MethodSource("statesOfRunning")
  void aWorkloadThatRunsNothingIsDisabled(
      WorkloadKind kind, String spec, String status, boolean enabled) {
    assertThat(Workloads.of(kind, object(kind, "", spec, status)).orElseThrow().enabled())
        .isEqualTo(enabled);
  }

  static Stream<Arguments> statesOfRunning() {
    return Stream.of(
        arguments(WorkloadKind.DEPLOYMENT, "replicas: 0", "", false),
        arguments(WorkloadKind.DEPLOYMENT, "replicas: 1", "", true),
        arguments(WorkloadKind.DEPLOYMENT, "", "", true),
        arguments(WorkloadKind.STATEFULSET, "replicas: 0", "", false),
        arguments(WorkloadKind.REPLICASET, "replicas: 0", "", false),
        arguments(WorkloadKind.REPLICATIONCONTROLLER, "replicas: 0", "", false),
        arguments(WorkloadKind.DAEMONSET, "", "desiredNumberScheduled: 0", false),
        arguments(WorkloadKind.DAEMONSET, "", "desiredNumberScheduled: 3", true),
        arguments(WorkloadKind.DAEMONSET, "", "", false),
        arguments(WorkloadKind.CRONJOB, "suspend: true", "", false),
        arguments(WorkloadKind.CRONJOB, "suspend: false", "", true),
        arguments(WorkloadKind.CRONJOB, "", "", true),
        arguments(WorkloadKind.JOB, "suspend: true", "", false),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Complete, status: 'True'}]", false),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Failed, status: 'True'}]", false),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Complete, status: 'False'}]", true),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Suspended, status: 'True'}]", true),
        arguments(WorkloadKind.POD, "", "phase: Succeeded", false),
        arguments(WorkloadKind.POD, "", "phase: Failed", false),
        arguments(WorkloadKind.POD, "", "phase: Pending", true),
        arguments(WorkloadKind.POD, "", "", true));
  }

  @ParameterizedTest
  @CsvSource({
    "DEPLOYMENT, true, true",
    "STATEFULSET, true, true",
    "DAEMONSET, true, true",
    "CRONJOB, true, true",
    "JOB, true, false",
    "POD, true, false",
    "REPLICASET, true, false",
    "REPLICATIONCONTROLLER, true, false",
    "POD, false, true",
    "REPLICASET, false, true",
  })
  void whatOnlyCarriesOutAnotherWorkloadIsNone(
      WorkloadKind kind, boolean controlled, boolean counts) {
    WorkloadObject object = object(kind, ownedBy(controlled), "", "");
    assertThat(Workloads.of(kind, object).isPresent()).isEqualTo(counts);
  }

  @Test
  void anObjectWithoutATemplateHasNoImages() {
    WorkloadObject object =
        Manifests.read(WorkloadObject.Deployment.class, "metadata: {namespace: shop, name: cart}");
    assertThat(Workloads.of(WorkloadKind.DEPLOYMENT, object).orElseThrow().images()).isEmpty();
  }

  @Test
  void ofMetadataOnlyWhatIsReadIsDecoded() {
    WorkloadObject object =
        Manifests.read(
            WorkloadObject.Deployment.class,
            """
            metadata:
              namespace: shop
              name: cart
              uid: u1
              resourceVersion: "7"
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
              managedFields: [{manager: kubectl}]
            """);
    assertThat(object.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(object.getMetadata().getAnnotations()).isEmpty();
    assertThat(object.getMetadata().getManagedFields()).isEmpty();
    assertThat(object.getMetadata().getUid()).isNull();
  }

  private static ContainerImage image(String container, String path, String image) {
    return new ContainerImage(container, "spec.template.spec." + path, image);
  }

  private static String ownedBy(boolean controller) {
    return """
    ownerReferences:
      - {apiVersion: example.com/v1, kind: App, name: shop, uid: u1, controller: %s}
    """
        .formatted(controller);
  }

  // The pod spec is put where the kind has it, one level of indentation at a time.
  private static WorkloadObject object(
      WorkloadKind kind, String metadata, String spec, String status) {
    String podSpec = "containers: [{name: c, image: nginx}]\n";
    String[] path = kind.podSpecPath().split("\\.", -1);
    for (int i = path.length - 1; i >= 1; i--) {
      podSpec = path[i] + ":\n" + podSpec.indent(2);
    }
    String yaml =
        "metadata:\n"
            + ("namespace: shop\nname: cart\n" + metadata).indent(2)
            + "spec:\n"
            + (podSpec + spec).indent(2)
            + (status.isEmpty() ? "" : "status:\n" + status.indent(2));
    return Manifests.read(CLASSES.get(kind), yaml);
  }
}
