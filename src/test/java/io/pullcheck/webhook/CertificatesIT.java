package io.pullcheck.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pullcheck.testing.TestingVerdicts;
import io.pullcheck.testing.Waiting;
import io.pullcheck.tls.CertificateAuthority;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The CA's Secret and the caBundle on a real API server, and what others do to them.
@Tag("slow")
class CertificatesIT {

  private static final String GARBAGE =
      Base64.getEncoder().encodeToString("garbage".getBytes(UTF_8));

  private static WebhookCluster cluster;
  private final List<Replica> replicas = new ArrayList<>();

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = new WebhookCluster();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @BeforeEach
  void startReplicas() throws InterruptedException {
    secret().delete();
    cluster.configure(1);
    cluster.overwriteCaBundles(null);
    List<Thread> starting =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              Replica replica =
                                  new Replica(cluster, new TestingVerdicts(Instant.now()));
                              synchronized (replicas) {
                                replicas.add(replica);
                              }
                              replica.start();
                            }))
            .toList();
    for (Thread each : starting) {
      each.join();
    }
  }

  @AfterEach
  void stopReplicas() {
    replicas.forEach(Replica::close);
  }

  @Test
  void threeReplicasThatStartAtOnceShareOneCaWhichTheConfigurationCarries() {
    assertThat(replicas).hasSize(3).allMatch(Replica::ready);
    assertThat(new HashSet<>(cluster.caBundles())).containsExactly(data().get("ca.crt"));
  }

  @Test
  void aDeletedSecretComesBackWithTheSameCa() throws InterruptedException {
    Map<String, String> before = data();
    secret().delete();
    Waiting.eventually(() -> before.equals(data()));
  }

  @Test
  void aBlankedSecretIsRepaired() throws InterruptedException {
    Map<String, String> before = data();
    overwriteSecret(Map.of());
    Waiting.eventually(() -> before.equals(data()));
  }

  @Test
  void garbageInTheSecretIsRepairedAndWhatIsNotOursStays() throws InterruptedException {
    Map<String, String> before = data();
    overwriteSecret(Map.of("ca.crt", GARBAGE, "ca-next.key", GARBAGE, "theirs", GARBAGE));
    Waiting.eventually(
        () -> data().entrySet().containsAll(before.entrySet()) && data().size() == 3);
    assertThat(data()).containsEntry("theirs", GARBAGE);
  }

  @Test
  void aCaBundleThatSomebodyOverwritesIsInjectedAgain() throws InterruptedException {
    List<String> before = cluster.caBundles();
    cluster.overwriteCaBundles(null);
    Waiting.eventually(() -> before.equals(cluster.caBundles()));
    cluster.overwriteCaBundles(anotherCa());
    Waiting.eventually(() -> before.equals(cluster.caBundles()));
  }

  @Test
  void aConfigurationThatIsMadeAnewIsInjectedToo() throws InterruptedException {
    List<String> before = cluster.caBundles();
    cluster
        .client()
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(WebhookCluster.CONFIGURATION)
        .delete();
    cluster.configure(1);
    Waiting.eventually(() -> before.equals(cluster.caBundles()));
  }

  private static String anotherCa() {
    X509Certificate certificate = CertificateAuthority.create(Instant.now()).certificate();
    try {
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
              + "\n-----END CERTIFICATE-----\n";
      return Base64.getEncoder().encodeToString(pem.getBytes(UTF_8));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void overwriteSecret(Map<String, String> data) {
    secret()
        .edit(
            secret -> {
              secret.setData(data);
              return secret;
            });
  }

  private Map<String, String> data() {
    Secret secret = secret().get();
    return secret == null || secret.getData() == null ? Map.of() : secret.getData();
  }

  private static Resource<Secret> secret() {
    return cluster.client().secrets().inNamespace(Replica.NAMESPACE).withName(Replica.SECRET);
  }
}
