package io.pullcheck.kubernetes.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What stands in a real API server's Events.
class WorkloadEventsIT {

  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final Verdict GONE = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Verdict THERE = new Verdict.Available(Optional.empty());
  private static final String PODS =
      "template: {metadata: {labels: {app: a}}, spec: {restartPolicy: %s, containers: [{name: main, image: 'a:1'}]}}";
  private static final String SELECTED = "selector: {matchLabels: {app: a}}, ";
  // What an object's spec must have, by the kind's group and name.
  private static final Map<String, String> SPECS =
      Map.of(
          "/Pod", "containers: [{name: main, image: 'a:1'}]",
          "/ReplicationController", "selector: {app: a}, " + PODS.formatted("Always"),
          "batch/Job", PODS.formatted("Never"),
          "batch/CronJob",
              "schedule: '0 0 * * *', jobTemplate: {spec: {" + PODS.formatted("Never") + "}}",
          "apps/StatefulSet", "serviceName: a, " + SELECTED + PODS.formatted("Always"));

  private final RealApiServer server = RealApiServer.shared();

  @ParameterizedTest
  @FieldSource("io.pullcheck.workload.WorkloadKind#BUILT_IN")
  void aWorkloadOfEachKindHasItsEvents(WorkloadKind kind) throws IOException {
    String namespace = server.newNamespace("events");
    String spec =
        SPECS.getOrDefault(kind.group() + "/" + kind.kind(), SELECTED + PODS.formatted("Always"));
    server.kubectlReading(
        "{apiVersion: %s, kind: %s, metadata: {name: cart}, spec: {%s}}"
            .formatted(kind.apiVersion(), kind.kind(), spec),
        "create",
        "-n",
        namespace,
        "-f",
        "-");
    String uid =
        server.must("get", kind.plural(), "cart", "-n", namespace, "-o=jsonpath={.metadata.uid}");

    try (KubernetesClient client = client();
        WorkloadEvents events = new WorkloadEvents(client, Instant::now, AT_ONCE)) {
      events.happened(change(namespace, kind, "cart", GONE));

      assertThat(events(namespace))
          .containsExactly(
              kind.kind()
                  + " cart "
                  + uid
                  + " Warning ImageUnavailable: Image a:1 of container main not found");
    }
  }

  @Test
  void whereManyWorkloadsChangeAtOnceTheNamespaceHasOneEvent() throws IOException {
    String namespace = server.newNamespace("events");
    String few = server.newNamespace("events");
    server.must("create", "deployment", "w0", "-n", few, "--image=a:1");
    try (KubernetesClient client = client();
        WorkloadEvents events = new WorkloadEvents(client, Instant::now, AT_ONCE)) {
      IntStream.range(0, 11)
          .mapToObj(i -> change(namespace, WorkloadKind.DEPLOYMENT, "w" + i, GONE))
          .forEach(events::happened);
      events.happened(change(few, WorkloadKind.DEPLOYMENT, "w0", GONE));

      assertThat(events(namespace))
          .containsExactly(
              "Namespace "
                  + namespace
                  + "  Warning ImageUnavailable: Images of 11 workloads are not available:"
                  + " Deployment w0, Deployment w1, Deployment w2 and 8 more (most: not found)");
      assertThat(events(few)).singleElement().asString().startsWith("Deployment w0 ");

      IntStream.range(0, 11)
          .mapToObj(i -> change(namespace, WorkloadKind.DEPLOYMENT, "w" + i, THERE))
          .forEach(events::happened);
      List<String> both = Waiting.until(() -> events(namespace), each -> each.size() == 2);
      assertThat(both)
          .anyMatch(
              each ->
                  each.contains(
                      " Normal ImageAvailable: Images of 11 workloads are available again: "));
    }
  }

  @Test
  void anUnknownModeIsToldOnTheNamespaceAndNotWithEachReview() throws IOException {
    String namespace = server.newNamespace("events");
    var mode =
        new WorkloadEvents.UnknownMode(namespace, "pullcheck.io/mode", "Deny", "warn, deny or off");
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (KubernetesClient client = client();
        WorkloadEvents events = new WorkloadEvents(client, now::get, AT_ONCE)) {
      events.happened(mode);
      events.happened(mode);

      assertThat(events(namespace))
          .containsExactly(
              "Namespace "
                  + namespace
                  + "  Warning UnknownMode: The value 'Deny' of the label pullcheck.io/mode is"
                  + " unknown, so Pullcheck only warns here: set it to warn, deny or off");
      now.set(now.get().plus(Duration.ofMinutes(11)));
      events.happened(mode);
      String count =
          Waiting.until(() -> get(namespace, "{.items[0].count}"), each -> !each.equals("1"));
      assertThat(count).isEqualTo("2");
    }
  }

  private static WorkloadEvents.Change change(
      String namespace, WorkloadKind kind, String name, Verdict verdict) {
    return new WorkloadEvents.Change(
        new WorkloadId(namespace, kind, name), "main", "a:1", verdict, List::of);
  }

  private List<String> events(String namespace) {
    String each =
        "{range .items[*]}{.involvedObject.kind} {.involvedObject.name} {.involvedObject.uid} "
            + "{.type} {.reason}: {.message}{'\\n'}{end}";
    return Waiting.until(() -> get(namespace, each), text -> !text.isEmpty())
        .lines()
        .collect(Collectors.toList());
  }

  private String get(String namespace, String template) {
    try {
      return server.must("get", "events", "-n", namespace, "-o=jsonpath=" + template);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KubernetesClient client() {
    return ClusterConnection.open(server.config(RealApiServer.ADMIN));
  }
}
