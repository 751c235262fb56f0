package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.own.ApiCaBundle;
import io.pullcheck.kubernetes.own.ApiSecret;
import io.pullcheck.kubernetes.own.NamedWatch;
import io.pullcheck.tls.CertificateFiles;
import io.pullcheck.tls.CertificateRefresher;
import io.pullcheck.tls.CertificateSource;
import io.pullcheck.tls.OwnAuthority;
import io.pullcheck.tls.ServingTls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Keeps the webhook's certificate up to date, as `--tls-mode` says, until it is closed.
final class WebhookCertificate implements AutoCloseable {

  // Between two refreshes, if no watch reports a change.
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final ServeConfig config;
  private final ServingTls tls;
  private final BooleanSupplier leads;
  private final ApiCaBundle caBundle;
  private final ApiSecret secret;
  private final CertificateRefresher refresher;
  private final List<NamedWatch> watches = new ArrayList<>();

  WebhookCertificate(
      ServeConfig config,
      KubernetesClient client,
      ServingTls tls,
      BooleanSupplier leads,
      InstantSource clock) {
    this.config = config;
    this.tls = tls;
    this.leads = leads;
    this.caBundle = new ApiCaBundle(client, config.cluster().webhookConfigurationName());
    String namespace = ClusterConnection.namespace(config.cluster().namespace(), client);
    this.secret = new ApiSecret(client, namespace, config.cluster().tlsSecretName());
    this.refresher =
        new CertificateRefresher(
            switch (config.tls().mode()) {
              case SELF -> own(namespace);
              case FILES -> files();
            },
            PERIOD,
            clock);
  }

  void start() {
    refresher.start();
    watches.add(caBundle.watch(refresher::trigger));
    if (config.tls().mode() == ServeConfig.TlsMode.SELF) {
      watches.add(secret.watch(refresher::trigger));
    }
  }

  private CertificateSource own(String namespace) {
    List<String> names =
        new ArrayList<>(OwnAuthority.serviceNames(config.cluster().serviceName(), namespace));
    names.addAll(config.tls().alternativeNames());
    return new OwnAuthority(secret, caBundle, names, leads, tls);
  }

  private CertificateSource files() {
    return new CertificateFiles(
        config.tls().certificate().orElseThrow(),
        config.tls().privateKey().orElseThrow(),
        config.tls().authority(),
        caBundle,
        tls);
  }

  @Override
  public void close() {
    refresher.close();
    watches.forEach(NamedWatch::close);
  }
}
