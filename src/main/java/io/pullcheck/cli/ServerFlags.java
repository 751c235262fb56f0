package io.pullcheck.cli;

import io.pullcheck.config.BindAddress;
import io.pullcheck.config.GoDuration;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.config.ServeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
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

  @Option(
      names = "--webhook-client-ca",
      paramLabel = "FILE",
      description =
          "PEM, re-read when it changes: reviews only from clients with a certificate of this CA.")
  private @Nullable Path webhookClientAuthority;

  @Option(
      names = "--management-token-file",
      paramLabel = "FILE",
      description =
          "Re-read when it changes: metrics, page and API only with this bearer token; probes stay open.")
  private @Nullable Path managementToken;

  @Option(
      names = "--management-hosts",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "NAME,NAME",
      split = ",",
      description = "Names by which browsers reach the status page, such as an ingress's.")
  private List<String> managementHosts = List.of();

  @Option(
      names = "--metrics",
      paramLabel = "DETAIL",
      description =
          "all, or unavailable: only images that are not available have series, for large clusters.")
  private MetricsDetail metrics = MetricsDetail.ALL;

  ServeConfig.Servers config() {
    return new ServeConfig.Servers(
        management,
        webhook,
        webhookTimeout.value(),
        shutdownDelay.value(),
        new ServeConfig.Access(
            Optional.ofNullable(webhookClientAuthority),
            Optional.ofNullable(managementToken),
            managementHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet())),
        metrics);
  }
}
