package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.config.UsageError;
import io.pullcheck.model.PrintableText;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags for the cluster and the names of our own objects in it.
final class ClusterFlags {

  private static final int LONGEST_NAME = 100;

  @Option(
      names = "--cluster-name",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "TEXT",
      description = "What you call the cluster; stands on the status page.")
  private String name = "";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: the pod's own access, else that of KUBECONFIG or ~/.kube/config.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Where our own objects are. Default: the pod's.")
  private @Nullable String namespace;

  @Option(
      names = "--service-name",
      paramLabel = "NAME",
      description = "The Service before the webhook.")
  private String serviceName = "pullcheck-webhook";

  @Option(
      names = "--tls-secret-name",
      paramLabel = "NAME",
      description = "The Secret that holds our CA.")
  private String tlsSecretName = "pullcheck-webhook-ca";

  @Option(
      names = "--webhook-configuration-name",
      paramLabel = "NAME",
      description = "The ValidatingWebhookConfiguration whose caBundle is ours to set.")
  private String webhookConfigurationName = "pullcheck";

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      description = "The Lease for electing a leader.")
  private String leaseName = "pullcheck";

  @Option(
      names = "--pull-secrets",
      paramLabel = "HOW",
      description =
          "informer: watch the secrets of docker config types; on-demand: get those that are named; none.")
  private PullSecretAccess pullSecrets = PullSecretAccess.INFORMER;

  @Option(
      names = "--events",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Write an Event on a workload when its image becomes unavailable and when it is back. Default: true.")
  private Boolean events = true;

  @Option(
      names = "--watch-pods",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Watch pods, to know where an image that is gone still runs, and which tags were pushed again. Default: false.")
  private Boolean pods = false;

  ServeConfig.Cluster config() {
    return new ServeConfig.Cluster(
        UsageError.at("--cluster-name", () -> name(name.strip())),
        Optional.ofNullable(kubeconfig),
        Optional.ofNullable(namespace).map(name -> ObjectName.label("--namespace", name)),
        ObjectName.label("--service-name", serviceName),
        ObjectName.subdomain("--tls-secret-name", tlsSecretName),
        ObjectName.subdomain("--webhook-configuration-name", webhookConfigurationName),
        ObjectName.subdomain("--lease-name", leaseName),
        pullSecrets,
        events,
        pods);
  }

  private static Optional<String> name(String text) {
    if (text.length() > LONGEST_NAME || !text.equals(PrintableText.of(text))) {
      throw UsageError.value(
          text,
          "cannot stand on the status page",
          "printable ASCII, " + LONGEST_NAME + " characters");
    }
    return Optional.of(text).filter(given -> !given.isEmpty());
  }
}
