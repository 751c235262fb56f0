package io.pullcheck.kubernetes.own;

import static io.pullcheck.testing.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// One round that fails, whatever the cause, does not end what is done again and again.
class SurvivingLoopsIT {

  private static final LeaderElection.Timing QUICK =
      new LeaderElection.Timing(
          Duration.ofSeconds(10), Duration.ofSeconds(7), Duration.ofMillis(50));

  private static final String OTHER_HOLDER = "{\"spec\":{\"holderIdentity\":\"pod-2\"}}";

  private final RealApiServer server = RealApiServer.shared();
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void aLeaseWithoutASpecIsTaken() throws IOException {
    String namespace = server.newNamespace("lease");
    server.kubectlReading(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: pullcheck}
        """,
        "create",
        "-n",
        namespace,
        "-f",
        "-");
    leads(namespace);
  }

  @Test
  void anElectionThatCannotEvenAskGoesOn() throws IOException {
    failures.set(2);
    leads(server.newNamespace("lease"));
  }

  /// Nobody can lead without the API server, and what the last leader has found is still true of
  /// what it knows.
  @Test
  void whoLedLastIsKnownUntilAnotherLeads() throws IOException {
    String namespace = server.newNamespace("lease");
    AtomicLong later = new AtomicLong();
    try (KubernetesClient client = client();
        LeaderElection election =
            election(client, namespace, () -> System.nanoTime() + later.get())) {
      election.start("127.0.0.1:8080");
      eventually(election::leads);

      failures.set(Integer.MAX_VALUE);
      later.set(Duration.ofSeconds(8).toNanos());
      eventually(() -> !election.leads());
      assertThat(election.ledLast()).isTrue();

      server.must(
          "patch", "lease", "pullcheck", "-n", namespace, "--type=merge", "-p", OTHER_HOLDER);
      failures.set(0);
      eventually(() -> !election.ledLast());
      assertThat(election.leads()).isFalse();
    }
  }

  @Test
  void anEventThatCannotBeWrittenHoldsUpNoOther() throws IOException {
    String namespace = server.newNamespace("events");
    server.must("create", "deployment", "cart", "-n", namespace, "--image=a:1");
    try (KubernetesClient client = client();
        WorkloadEvents events =
            new WorkloadEvents(client, InstantSource.system(), Duration.ofMillis(50))) {
      failures.set(1);
      for (String image : new String[] {"a:1", "b:1"}) {
        events.happened(
            new WorkloadEvents.Change(
                new WorkloadId(namespace, WorkloadKind.DEPLOYMENT, "cart"),
                "c",
                image,
                Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN),
                List::of));
      }
      eventually(() -> messages(namespace).contains("Image b:1 "));
    }
  }

  private String messages(String namespace) {
    try {
      return server.must("get", "events", "-n", namespace, "-o", "jsonpath={..message}");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void leads(String namespace) {
    try (KubernetesClient client = client();
        LeaderElection election = election(client, namespace, System::nanoTime)) {
      election.start("127.0.0.1:8080");
      eventually(election::leads);
    }
  }

  private static LeaderElection election(
      KubernetesClient client, String namespace, LongSupplier nanoTime) {
    return new LeaderElection(
        client,
        new LeaderElection.Identity(namespace, "pullcheck", "pod-1"),
        QUICK,
        InstantSource.system(),
        nanoTime);
  }

  // Its token cannot be had as often as the test says.
  private KubernetesClient client() {
    Config config = server.config(RealApiServer.ADMIN);
    config.setOauthTokenProvider(
        () -> {
          if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("no token");
          }
          return RealApiServer.ADMIN;
        });
    return ClusterConnection.open(config);
  }
}
