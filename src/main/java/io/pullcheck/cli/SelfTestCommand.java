package io.pullcheck.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.LogLevel;
import io.pullcheck.config.UsageError;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.own.SelfTest;
import io.pullcheck.log.Logging;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pullcheck self-test`: tests that a warning of the webhook comes back from the API server. `helm
/// test` runs it.
@Command(
    name = "self-test",
    description =
        "Asks the API server for a dry-run create of a workload whose image does not exist, and says"
            + " whether the warning came back.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    abbreviateSynopsis = true)
final class SelfTestCommand implements Callable<Integer> {

  private static final int NO_WARNING = 1;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Where the workload would be created; one that is not left out.")
  private String namespace = "default";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: the pod's own access, else that of KUBECONFIG or ~/.kube/config.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--webhook-configuration-name",
      paramLabel = "NAME",
      description = "Where to look for the cause if no warning comes.")
  private String configuration = "pullcheck";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(LogFormat.TEXT, LogLevel.INFO);
    String where = ObjectName.label("--namespace", namespace);
    try (KubernetesClient client =
        ClusterConnection.open(Optional.ofNullable(kubeconfig), System.getenv())) {
      return switch (new SelfTest(client, configuration).run(where)) {
        case SelfTest.Outcome.Warned warned -> {
          say("The warning came back: " + warned.warning());
          yield 0;
        }
        case SelfTest.Outcome.NotWarned not -> {
          say("No warning came back. Likely cause: " + not.likelyCause());
          yield NO_WARNING;
        }
      };
    } catch (UncheckedIOException e) {
      throw UsageError.cannotRun(e);
    }
  }

  private void say(String line) {
    if (spec != null) {
      spec.commandLine().getOut().println(line);
    }
  }
}
