package io.pullcheck.cli;

import io.pullcheck.config.BindAddress;
import io.pullcheck.config.EvictionMode;
import io.pullcheck.config.GoDuration;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.model.PrintableText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags for the two HTTP servers.
final class ServerFlags {

  private static final int LONGEST_HINT = 300;
  // The longest timeoutSeconds that the API server takes.
  private static final GoDuration LONGEST_REVIEW = GoDuration.parse("30s");
  private static final GoDuration LONGEST_HOLD = GoDuration.parse("24h");

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      description = "Plain HTTP: /metrics, probes, the status page with its API, the runbook.")
  private BindAddress management = BindAddress.parse(":8080");

  @Option(
      names = "--webhook-bind-address",
      paramLabel = "ADDRESS",
      description =
          "TLS: the admission webhook, and verdicts for the other replicas. Empty: neither, nor a certificate.")
  private String webhook = ":8443";

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
      names = "--notifications-token-file",
      paramLabel = "FILE",
      description =
          "Re-read when it changes: registries may tell of pushes and deletions with this token; without it they may not.")
  private @Nullable Path notificationsToken;

  @Option(
      names = "--metrics",
      paramLabel = "DETAIL",
      description =
          "all, or unavailable: only images that are not available have series, for large clusters.")
  private MetricsDetail metrics = MetricsDetail.ALL;

  @Option(
      names = "--deny-hint",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "TEXT",
      description = "Ends each refusal of deny mode: whom to ask, or how to get past it.")
  private String denyHint = "";

  @Option(
      names = "--keep-list",
      description =
          "Answer GET /api/v1/keep-list, which needs to list all kinds of workloads and their revisions.")
  private boolean keepList;

  boolean keepList() {
    return keepList;
  }

  @Option(
      names = "--evictions",
      paramLabel = "off|warn|hold",
      description =
          "What an eviction is answered of a pod whose image is gone, as kubectl drain asks for it; warn and hold let namespaces choose.")
  private EvictionMode evictions = EvictionMode.WARN;

  @Option(
      names = "--eviction-hold",
      paramLabel = "DURATION",
      description = "How long a pod is held at most, from its first refusal. 0s: not at all.")
  private GoDuration evictionHold = GoDuration.parse("30m");

  ServeConfig.Servers config() {
    return new ServeConfig.Servers(
        management,
        webhook(),
        reviewTimeout(),
        shutdownDelay.value(),
        new ServeConfig.Access(
            Optional.ofNullable(webhookClientAuthority),
            Optional.ofNullable(managementToken),
            managementHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()),
            Optional.ofNullable(notificationsToken)),
        metrics,
        UsageError.at("--deny-hint", () -> hint(denyHint.strip())),
        new ServeConfig.Evictions(evictions, evictionHold()),
        keepList);
  }

  private Optional<BindAddress> webhook() {
    var _ = UsageError.at("--bind-address", management::socket);
    return webhook.isEmpty()
        ? Optional.empty()
        : Optional.of(UsageError.at("--webhook-bind-address", this::ownAddress));
  }

  private BindAddress ownAddress() {
    BindAddress address = BindAddress.parse(webhook);
    var _ = address.socket();
    if (management.overlaps(address)) {
      throw UsageError.value(webhook, "is the address of --bind-address, too", "another port");
    }
    return address;
  }

  private Duration reviewTimeout() {
    if (!webhookTimeout.value().isPositive()
        || webhookTimeout.value().compareTo(LONGEST_REVIEW.value()) > 0) {
      throw UsageError.value(
              webhookTimeout.toString(),
              "is not how long an API server waits",
              "more than 0s, at most " + LONGEST_REVIEW)
          .at("--webhook-timeout");
    }
    return webhookTimeout.value();
  }

  private Duration evictionHold() {
    Duration hold = evictionHold.value();
    if (hold.isNegative() || hold.compareTo(LONGEST_HOLD.value()) > 0) {
      throw UsageError.value(
              evictionHold.toString(),
              "is not how long a drain can wait",
              "at most " + LONGEST_HOLD)
          .at("--eviction-hold");
    }
    return hold;
  }

  private static Optional<String> hint(String text) {
    if (text.length() > LONGEST_HINT || !text.equals(PrintableText.of(text))) {
      throw UsageError.value(
          text, "cannot stand in a refusal", "printable ASCII, " + LONGEST_HINT + " characters");
    }
    return Optional.of(text).filter(given -> !given.isEmpty());
  }
}
