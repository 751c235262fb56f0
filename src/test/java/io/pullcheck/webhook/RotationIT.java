package io.pullcheck.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pullcheck.testing.TestingVerdicts;
import io.pullcheck.testing.Waiting;
import io.pullcheck.tls.TestingCaSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// A CA that is old enough is rotated on a real API server while reviews come in, each by a new
/// connection. What would take days is moved along by the marks in the Secret, where a replica that
/// restarts goes on too.
// It counts what fails under load, which other tests' load must not be.
@Isolated
@Tag("slow")
class RotationIT {

  private static final String PUBLISHED = "pullcheck.io/ca-next-published-at";
  private static final String FLIPPED = "pullcheck.io/ca-flipped-at";

  @Test
  void aWholeRotationUnderLoadFailsNoReview() throws Exception {
    try (WebhookCluster cluster = new WebhookCluster()) {
      Instant longAgo = Instant.now().minus(Duration.ofDays(250));
      Resource<Secret> secret =
          cluster.client().secrets().inNamespace(Replica.NAMESPACE).withName(Replica.SECRET);
      cluster.client().resource(secret(longAgo)).create();
      String first = secret.get().getData().get("ca.crt");
      cluster.namespace("shop", Map.of());
      try (Replica replica = new Replica(cluster, new TestingVerdicts(Instant.now()))) {
        // Each answer closes its connection, so that each review is a handshake.
        replica.drain();
        cluster.configure(replica.port());
        replica.start();
        Waiting.eventually(() -> annotation(secret, PUBLISHED) != null);
        warmUp(cluster);
        rotate(cluster, secret, first);
      }
    }
  }

  private static void rotate(WebhookCluster cluster, Resource<Secret> secret, String first)
      throws InterruptedException {
    try (Load load = new Load(cluster, "shop").start()) {
      load.await(100);
      assertThat(secret.get().getData()).containsEntry("ca.crt", first);
      mark(secret, PUBLISHED, Instant.now().minus(Duration.ofMinutes(10)));
      Waiting.eventually(() -> annotation(secret, FLIPPED) != null);
      assertThat(secret.get().getData())
          .containsEntry("ca-previous.crt", first)
          .doesNotContainKey("ca-next.crt");
      load.await(200);
      mark(secret, FLIPPED, Instant.now().minus(Duration.ofDays(7)));
      Waiting.eventually(() -> !secret.get().getData().containsKey("ca-previous.crt"));
      String now = secret.get().getData().get("ca.crt");
      Waiting.eventually(() -> cluster.caBundles().stream().allMatch(now::equals));
      load.await(200);
      assertThat(load.failures()).isEmpty();
    }
  }

  /// Before the API server has heard of the configuration's caBundle, reviews fail.
  private static void warmUp(WebhookCluster cluster) throws InterruptedException {
    Waiting.eventually(
        () -> {
          try (Load load = new Load(cluster, "shop").start()) {
            load.await(20);
            return load.failures().isEmpty();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Secret secret(Instant born) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(Replica.NAMESPACE)
        .withName(Replica.SECRET)
        .endMetadata()
        .withStringData(TestingCaSecret.data(born))
        .build();
  }

  private static String annotation(Resource<Secret> secret, String name) {
    Map<String, String> annotations = secret.get().getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }

  private static void mark(Resource<Secret> secret, String name, Instant at) {
    secret.edit(
        held -> {
          held.getMetadata().getAnnotations().put(name, at.toString());
          return held;
        });
  }
}
