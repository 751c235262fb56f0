package io.pullcheck.cli;

import io.pullcheck.config.BindAddress;
import io.pullcheck.config.GoDuration;
import io.pullcheck.config.ServeConfig;
import picocli.CommandLine.Option;

/// Flags for the two HTTP servers.
final class ServerFlags {

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      description = "Plain HTTP: /metrics, probes, the status page and its API.")
  private BindAddress management = BindAddress.parse(":8080");

  @Option(
      names = "--webhook-bind-address",
      paramLabel = "ADDRESS",
      description = "TLS: the admission webhook, and verdicts for the other replicas.")
  private BindAddress webhook = BindAddress.parse(":8443");

  @Option(
      names = "--webhook-timeout",
      paramLabel = "DURATION",
      description = "Answer a review by then, or sooner if its ?timeout= says so.")
  private GoDuration webhookTimeout = GoDuration.parse("2s");

  @Option(
      names = "--shutdown-delay",
      paramLabel = "DURATION",
      description = "How long to go on serving after SIGTERM, until the Service has noticed.")
  private GoDuration shutdownDelay = GoDuration.parse("10s");

  ServeConfig.Servers config() {
    return new ServeConfig.Servers(
        management, webhook, webhookTimeout.value(), shutdownDelay.value());
  }
}
