package io.pullcheck.webhook;

import io.pullcheck.admission.AdmissionObserver;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.admission.Reviewer;
import io.pullcheck.kubernetes.own.ApiCaBundle;
import io.pullcheck.kubernetes.own.ApiSecret;
import io.pullcheck.kubernetes.own.NamedWatch;
import io.pullcheck.tls.CertificateRefresher;
import io.pullcheck.tls.OwnAuthority;
import io.pullcheck.tls.SelfHandshake;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Verdicts;
import io.pullcheck.web.WebhookEndpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One replica's webhook: all of it, but for the verdicts.
final class Replica implements AutoCloseable {

  static final String NAMESPACE = "default";
  static final String SECRET = "pullcheck-webhook-ca";

  private final ServingTls tls = new ServingTls();
  private final WebhookEndpoint endpoint;
  private final CertificateRefresher certificates;
  private final List<NamedWatch> watches;

  Replica(WebhookCluster cluster, Verdicts verdicts) {
    Reviewer reviewer =
        new Reviewer(
            verdicts,
            image -> true,
            namespace -> CompletableFuture.completedFuture(Optional.of(cluster.mode(namespace))),
            "docker.io",
            AdmissionObserver.NONE,
            Clock.systemUTC());
    endpoint =
        new WebhookEndpoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            tls.context(),
            reviewer::answer,
            new ReviewTimeout(Duration.ofSeconds(1)));
    ApiSecret secret = new ApiSecret(cluster.client(), NAMESPACE, SECRET);
    ApiCaBundle caBundle = new ApiCaBundle(cluster.client(), WebhookCluster.CONFIGURATION);
    certificates =
        new CertificateRefresher(
            new OwnAuthority(secret, caBundle, List.of("127.0.0.1"), () -> true, tls),
            Duration.ofSeconds(30),
            Clock.systemUTC());
    endpoint.start();
    watches = List.of(secret.watch(certificates::trigger), caBundle.watch(certificates::trigger));
  }

  /// Gets its certificate; the configuration is there by now.
  Replica start() {
    certificates.start();
    return this;
  }

  int port() {
    return endpoint.address().getPort();
  }

  boolean ready() {
    return new SelfHandshake(tls).succeeds(endpoint.address());
  }

  void drain() {
    endpoint.drain();
  }

  @Override
  public void close() {
    watches.forEach(NamedWatch::close);
    certificates.close();
    endpoint.stop();
  }
}
