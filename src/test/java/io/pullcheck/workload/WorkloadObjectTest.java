package io.pullcheck.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.PullSecrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.dataformat.yaml.YAMLMapper;

class WorkloadObjectTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final NodePlacement.Term ARM =
      new NodePlacement.Term(
          List.of(new NodePlacement.Requirement("kubernetes.io/arch", "In", List.of("arm64"))),
          List.of());

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
    WorkloadObject object = read(EVERYTHING);
    assertThat(object.ownWorkload(WorkloadKind.DEPLOYMENT, WorkloadKind.BUILT_IN))
        .contains(
            new Workload(
                new WorkloadId("shop", WorkloadKind.DEPLOYMENT, "cart"),
                List.of(
                    image("migrate", "initContainers[0].image", "reg.io/migrate:v1"),
                    image("cart", "containers[1].image", "reg.io/cart:v1"),
                    image("volume:models", "volumes[1].image.reference", "reg.io/models:v1")),
                new PullSecrets("shop", List.of("first", "second"), ""),
                placedOn(Map.of("kubernetes.io/os", "linux"), List.of(ARM)),
                2));
  }

  @Test
  void ofAllImagesOnlyThoseOfVolumesAreMounted() {
    Workload workload =
        read(EVERYTHING).ownWorkload(WorkloadKind.DEPLOYMENT, WorkloadKind.BUILT_IN).orElseThrow();

    assertThat(workload.images())
        .extracting(image -> workload.pull(image).mounted())
        .containsExactly(false, false, true);
  }

  @ParameterizedTest
  @FieldSource("io.pullcheck.workload.WorkloadKind#BUILT_IN")
  void aKindsImagesStandWhereItsPodSpecStands(WorkloadKind kind) {
    WorkloadObject object = object(kind, "", "", "");
    assertThat(object.ownWorkload(kind, WorkloadKind.BUILT_IN).orElseThrow().images())
        .containsExactly(
            new ContainerImage("c", kind.podSpecPath() + ".containers[0].image", "nginx"));
    assertThat(object.ownWorkload(kind, WorkloadKind.BUILT_IN).orElseThrow().secrets())
        .isEqualTo(new PullSecrets("shop", List.of(), "default"));
  }

  @ParameterizedTest
  @MethodSource("statesOfRunning")
  void aWorkloadWantsItsReplicasAndNoneWhileItRunsNothing(
      WorkloadKind kind, String spec, String status, int replicas) {
    assertThat(
            object(kind, "", spec, status)
                .ownWorkload(kind, WorkloadKind.BUILT_IN)
                .orElseThrow()
                .replicas())
        .isEqualTo(replicas);
  }

  static Stream<Arguments> statesOfRunning() {
    return Stream.of(
        arguments(WorkloadKind.DEPLOYMENT, "replicas: 0", "", 0),
        arguments(WorkloadKind.DEPLOYMENT, "replicas: 1", "", 1),
        arguments(WorkloadKind.DEPLOYMENT, "replicas: 5", "", 5),
        arguments(WorkloadKind.DEPLOYMENT, "", "", 1),
        arguments(WorkloadKind.STATEFULSET, "replicas: 0", "", 0),
        arguments(WorkloadKind.REPLICASET, "replicas: 0", "", 0),
        arguments(WorkloadKind.REPLICATIONCONTROLLER, "replicas: 0", "", 0),
        arguments(WorkloadKind.DAEMONSET, "", "desiredNumberScheduled: 0", 0),
        arguments(WorkloadKind.DAEMONSET, "", "desiredNumberScheduled: 3", 3),
        arguments(WorkloadKind.DAEMONSET, "", "", 0),
        arguments(WorkloadKind.CRONJOB, "suspend: true", "", 0),
        arguments(WorkloadKind.CRONJOB, "suspend: false", "", 1),
        arguments(WorkloadKind.CRONJOB, "", "", 1),
        arguments(WorkloadKind.JOB, "suspend: true", "", 0),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Complete, status: 'True'}]", 0),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Failed, status: 'True'}]", 0),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Complete, status: 'False'}]", 1),
        arguments(WorkloadKind.JOB, "", "conditions: [{type: Suspended, status: 'True'}]", 1),
        arguments(WorkloadKind.POD, "", "phase: Succeeded", 0),
        arguments(WorkloadKind.POD, "", "phase: Failed", 0),
        arguments(WorkloadKind.POD, "", "phase: Pending", 1),
        arguments(WorkloadKind.POD, "", "", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, true, true",
    "StatefulSet, true, true",
    "DaemonSet, true, true",
    "CronJob, true, true",
    "Job, true, false",
    "Pod, true, false",
    "ReplicaSet, true, false",
    "ReplicationController, true, false",
    "Pod, false, true",
    "ReplicaSet, false, true",
  })
  void whatOnlyCarriesOutAnotherWorkloadIsNone(String name, boolean controlled, boolean counts) {
    WorkloadKind kind = WorkloadKind.named(name).orElseThrow();
    WorkloadObject object = object(kind, ownedBy("apps/v1", "ReplicaSet", controlled), "", "");
    assertThat(object.ownWorkload(kind, WorkloadKind.BUILT_IN).isPresent()).isEqualTo(counts);
  }

  // Nobody looks at such an owner, and it need not even exist.
  @ParameterizedTest
  @CsvSource({
    "example.com/v1, App, true",
    "example.com/v1, ReplicaSet, true",
    "v1, Node, true",
    "batch/v1, Job, false",
    "v1, ReplicationController, false",
  })
  void whatAnOwnerOfAnotherKindControlsIsLookedAt(String apiVersion, String owner, boolean counts) {
    WorkloadObject pod = object(WorkloadKind.POD, ownedBy(apiVersion, owner, true), "", "");
    assertThat(pod.ownWorkload(WorkloadKind.POD, WorkloadKind.BUILT_IN).isPresent())
        .isEqualTo(counts);
  }

  @Test
  void anObjectWithoutATemplateHasNoImages() {
    WorkloadObject object = read("metadata: {namespace: shop, name: cart}");
    assertThat(
            object
                .ownWorkload(WorkloadKind.DEPLOYMENT, WorkloadKind.BUILT_IN)
                .orElseThrow()
                .images())
        .isEmpty();
  }

  @Test
  void whatHasAnotherTypeCountsAsNotThere() {
    WorkloadObject object =
        read(
            """
            metadata: {namespace: shop, name: cart, labels: none, ownerReferences: {controller: true}}
            spec:
              replicas: none
              template:
                spec:
                  serviceAccountName: [builder]
                  imagePullSecrets: [login, {name: 7}, {name: first}]
                  nodeSelector: {kubernetes.io/os: 7, kubernetes.io/arch: arm64}
                  containers: [7, null, {name: c, image: nginx}]
                  initContainers: {name: c, image: nginx}
            status: running
            """);
    assertThat(object.ownWorkload(WorkloadKind.DEPLOYMENT, WorkloadKind.BUILT_IN))
        .contains(
            new Workload(
                new WorkloadId("shop", WorkloadKind.DEPLOYMENT, "cart"),
                List.of(image("c", "containers[2].image", "nginx")),
                new PullSecrets("shop", List.of("first"), ""),
                placedOn(Map.of("kubernetes.io/arch", "arm64"), List.of()),
                1));
  }

  @Test
  void whatDoesNotDecideAboutImagesIsNotKept() {
    try (JsonParser json =
        YAML.createParser(
            """
            metadata:
              uid: u1
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
              managedFields: [{manager: kubectl}]
            spec:
              strategy: {rollingUpdate: {maxSurge: 1}}
              template:
                spec:
                  securityContext: {}
                  containers: [{image: nginx, env: [{name: A, value: b}], resources: {limits: {}}}]
            status: {conditions: [{type: Available, message: well}]}
            """)) {
      json.nextToken();
      assertThat(PrunedObject.read(json, WorkloadObject.SHAPE))
          .hasToString(
              "{metadata={uid=u1}, spec={template={spec={containers=[Container[name=, image=nginx, imagePullPolicy=]]}}},"
                  + " status={conditions=[Condition[type=Available, status=]]}}");
    }
  }

  static WorkloadObject read(String yaml) {
    try (JsonParser json = YAML.createParser(yaml)) {
      json.nextToken();
      return new WorkloadObject(PrunedObject.read(json, WorkloadObject.SHAPE));
    }
  }

  private static NodePlacement placedOn(
      Map<String, String> nodeSelector, List<NodePlacement.Term> terms) {
    return new NodePlacement("", "", nodeSelector, terms, Set.of(), "");
  }

  private static ContainerImage image(String container, String path, String image) {
    return new ContainerImage(container, "spec.template.spec." + path, image);
  }

  static String ownedBy(String apiVersion, String kind, boolean controller) {
    return """
    ownerReferences:
      - {apiVersion: %s, kind: %s, name: shop, uid: u1, controller: %s}
    """
        .formatted(apiVersion, kind, controller);
  }

  // The pod spec is put where the kind has it, one level of indentation at a time.
  static WorkloadObject object(WorkloadKind kind, String metadata, String spec, String status) {
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
    return read(yaml);
  }
}
