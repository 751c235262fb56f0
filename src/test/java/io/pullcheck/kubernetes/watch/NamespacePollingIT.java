package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.testing.RealApiServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NamespacePollingIT {

  @Test
  void aRoundThatFailsUnexpectedlyIsNotTheLast() throws IOException {
    RealApiServer server = RealApiServer.shared();
    String namespace = server.newNamespace("polled");
    MissingRights rights = new MissingRights();
    RecordingListener heard = new RecordingListener();
    NamespaceGate gate =
        new NamespaceGate(
            heard,
            heard::credentialsChanged,
            new Namespaces(
                TestInformers.labelled("watched", namespace), rights, FetchedNamespaces.RIGHT),
            new NamespaceShares(1_000_000));
    AtomicBoolean broken = new AtomicBoolean(true);
    try (KubernetesClient client =
        TestCluster.connect(
            server,
            () -> {
              if (broken.get()) {
                throw new IllegalStateException("no token");
              }
              return "admin";
            },
            server.port())) {
      FetchedNamespaces.Polling polling =
          new FetchedNamespaces(client, rights, InstantSource.system())
          .new Polling(Set.of(namespace), gate, new ApiServerContact(InstantSource.system()));
      assertThatCode(polling::run).doesNotThrowAnyException();
      assertThat(polling.settled()).isNotDone();
      broken.set(false);
      polling.run();
      assertThat(polling.settled()).isDone();
    }
  }
}
