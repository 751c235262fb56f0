package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig;
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

/// The webhook's certificate as `--tls-mode` says, looked after until it is closed.
final class WebhookCertificate implements AutoCloseable {

  // Between two looks; watches make it look at once.
  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final ServeConfig config;
  private final ServingTls tls;
  private final BooleanSupplier leads;
  private final ApiCaBundle caBundle;
  private final ApiSecret secret;
  private final CertificateRefresher loop;
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
    this.secret =
        new ApiSecret(client, Wiring.namespace(config, client), config.cluster().tlsSecretName());
    this.loop =
        new CertificateRefresher(
            switch (config.tls().mode()) {
              case SELF -> own(Wiring.namespace(config, client));
              case FILES -> files();
            },
            PERIOD,
            clock);
  }

  void start() {
    loop.start();
    watches.add(caBundle.watch(loop::trigger));
    if (config.tls().mode() == ServeConfig.TlsMode.SELF) {
      watches.add(secret.watch(loop::trigger));
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
    loop.close();
    watches.forEach(NamedWatch::close);
  }
}
