package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.model.Credential;
import io.pullcheck.workload.WorkloadKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Informers on a client, with what they report.
///
/// @param heard by the listener
record TestInformers(
    KubernetesClient client,
    ClusterInformers informers,
    RecordingListener heard,
    MissingRights rights)
    implements AutoCloseable {

  static TestInformers on(KubernetesClient client) {
    return on(client, NamespaceFilter.ALL, PullSecretAccess.INFORMER);
  }

  static TestInformers on(KubernetesClient client, NamespaceFilter filter, PullSecretAccess mode) {
    return on(
        client,
        new InformerSettings(Set.of(WorkloadKind.DEPLOYMENT), Set.of(), filter, mode, true));
  }

  static TestInformers on(KubernetesClient client, InformerSettings settings) {
    RecordingListener heard = new RecordingListener();
    MissingRights rights = new MissingRights();
    ClusterInformers informers =
        new ClusterInformers(
            client,
            settings,
            TestInformers::parse,
            heard,
            rights,
            InstantSource.system(),
            Duration.ofMillis(300));
    informers.start();
    return new TestInformers(client, informers, heard, rights);
  }

  /// The content itself becomes the password, so that a test sees which one was read.
  static Optional<DockerConfig> parse(SecretFormat format, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.contains("broken")
        ? Optional.empty()
        : Optional.of(
            new DockerConfig(
                List.of(new DockerConfig.Entry(format.type(), Credential.password("user", text)))));
  }

  @Override
  public void close() {
    informers.close();
    client.close();
  }
}
