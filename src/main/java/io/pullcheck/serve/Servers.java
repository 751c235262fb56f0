package io.pullcheck.serve;

import io.pullcheck.config.BindAddress;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.web.ManagementEndpoint;
import io.pullcheck.web.WebhookEndpoint;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.spi.LoggingEventBuilder;

/// The two HTTP servers, of which the webhook may be left out.
///
/// @param certificate nothing if there is no webhook
/// @param stopping whether the program is about to end, so that it is no longer ready
record Servers(
    ServeConfig.Servers config,
    ManagementEndpoint management,
    Optional<WebhookEndpoint> webhook,
    Optional<WebhookCertificate> certificate,
    AtomicBoolean stopping) {

  /// Returns when both listen.
  void listen() throws IOException {
    management.start();
    webhook.ifPresent(WebhookEndpoint::start);
  }

  /// Where other replicas copy verdicts from; 0 if there is no such port.
  int webhookPort() {
    return webhook.map(it -> it.address().getPort()).orElse(0);
  }

  LoggingEventBuilder addresses(LoggingEventBuilder line) {
    return line.addKeyValue("management", at(config.management(), management.port()))
        .addKeyValue(
            "webhook", config.webhook().map(bind -> at(bind, webhookPort())).orElse("off"));
  }

  private static String at(BindAddress bind, int port) {
    return new BindAddress(bind.host(), port).toString();
  }

  /// Says by the readiness probe that this replica is about to end, and closes the webhook's
  /// connections after their next answer.
  void leaveService() {
    stopping.set(true);
    webhook.ifPresent(WebhookEndpoint::drain);
  }

  void stopWebhook() {
    webhook.ifPresent(WebhookEndpoint::stop);
  }

  void closeCertificate() {
    certificate.ifPresent(WebhookCertificate::close);
  }
}
