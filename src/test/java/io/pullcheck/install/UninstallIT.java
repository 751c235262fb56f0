package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `helm uninstall` leaves on a real API server on which Pullcheck has run with the rights of
/// the chart's ServiceAccount, and that the notes say so.
@Tag("slow")
class UninstallIT {
  @TempDir Path folder;
  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start();
    cluster.must("create", "namespace", "pullcheck");
  }

  @Test
  void theNotesNameAllThatUninstallLeaves() throws Exception {
    var before = everything();
    install();
    runUntilEverythingIsMade();
    assertThat(everything().size()).isGreaterThan(before.size() + 10);

    Helm.uninstall("pullcheck")
        .withNamespace("pullcheck")
        .withKubeConfig(cluster.kubeconfig())
        .call();

    assertThat(left(before))
        .containsExactly("lease.coordination.k8s.io/pullcheck", "secret/pullcheck-webhook-ca");
    clearAwayAsTheNotesSay();
    assertThat(left(before)).isEmpty();
  }

  private static void install() {
    var release =
        new Helm(Chart.FOLDER)
            .install()
            .withName("pullcheck")
            .withNamespace("pullcheck")
            .withKubeConfig(cluster.kubeconfig())
            .withValuesFile(Chart.REGISTRY)
            .call();
    assertThat(release.getStatus()).isEqualTo("deployed");
  }

  private void runUntilEverythingIsMade() throws Exception {
    var token = cluster.must("create", "token", "pullcheck", "-n=pullcheck").strip();
    var kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), cluster.server().kubeconfig(token));
    var configuration = "validatingwebhookconfiguration/pullcheck";
    var caBundle = "-o=jsonpath={.webhooks[2].clientConfig.caBundle}";
    try (var serve =
        PullcheckProcess.start(kubeconfig, "--namespace=pullcheck", "--leader-elect")) {
      var _ =
          Waiting.until(() -> cluster.must("get", configuration, caBundle), it -> !it.isBlank());
      var _ =
          Waiting.until(() -> cluster.must("get", "lease", "-n=pullcheck"), it -> !it.isBlank());
      serve.process().terminate();
      assertThat(serve.process().exitStatus()).isZero();
    }
  }

  /// The last line of the notes is a command.
  private static void clearAwayAsTheNotesSay() throws IOException {
    var command = Chart.notes(Chart.REGISTRY).lines().toList().getLast().strip();
    assertThat(command).startsWith("kubectl delete ");
    cluster.must(command.substring("kubectl ".length()).split(" +"));
  }

  private static Set<String> left(Set<String> before) throws IOException {
    var left = new TreeSet<>(everything());
    left.removeAll(before);
    return left;
  }

  /// Every object of every kind, but for Events, which the API server drops by itself.
  private static Set<String> everything() throws IOException {
    var kinds =
        cluster
            .must("api-resources", "--verbs=list", "-o=name")
            .lines()
            .filter(it -> !it.startsWith("events") && !it.startsWith("componentstatuses"))
            .collect(Collectors.joining(","));
    var names = cluster.must("get", kinds, "--all-namespaces", "-o=name");
    return names.lines().collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theNotesNameAllThatIsLeftOfEachCase() throws IOException {
    var expected =
        List.of(
            "cert-manager: lease/image-watch secret/image-watch-webhook-tls",
            "exporter-only: lease/pullcheck",
            "files: lease/pullcheck",
            "sharded: lease/pullcheck lease/pullcheck-1 lease/pullcheck-2 secret/pullcheck-webhook-ca");

    for (var line : expected) {
      var name = line.substring(0, line.indexOf(':'));
      var notes = Files.readString(Path.of("src/test/resources/helm", name, "notes.txt"));

      assertThat(notes.strip()).endsWith("--ignore-not-found" + line.substring(name.length() + 1));
    }
  }
}
