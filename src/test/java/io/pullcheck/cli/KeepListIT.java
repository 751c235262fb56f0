package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Rollouts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pullcheck keep-list` on a real API server.
@Tag("slow")
final class KeepListIT {

  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static RealApiServer cluster;

  @TempDir Path folder;

  private record Result(int exit, String out, String err) {}

  @BeforeAll
  static void fill() throws Exception {
    cluster = RealApiServer.startNew();
    cluster.must("create", "namespace", "shop");
    cluster.must("create", "namespace", "other");
    create(Rollouts.DEFINITION);
    cluster.must("wait", "--for=condition=Established", "crd/rollouts.argoproj.io");
    create(Files.readString(Path.of("src/test/resources/objects/keep-list.yaml")));
    create(Rollouts.of("shop", "canary", "reg.io/canary:v1"));
    cluster.must(
        "patch",
        "pod",
        "bare",
        "-n=shop",
        "--subresource=status",
        "--type=merge",
        "-p={\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"main\",\"image\":\"x\",\"ready\":true,"
            + "\"restartCount\":0,\"containerID\":\"containerd://1\",\"imageID\":\"reg.io/bare@"
            + DIGEST
            + "\"}]}}");
    cluster.must(
        "patch",
        "pod",
        "done",
        "-n=shop",
        "--subresource=status",
        "--type=merge",
        "-p={\"status\":{\"phase\":\"Succeeded\"}}");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static void create(String manifest) throws IOException {
    Command.Result result = cluster.kubectlReading(manifest, "create", "-f", "-");
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static Result keepList(Path kubeconfig, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all =
        Stream.concat(Stream.of("keep-list", "--kubeconfig=" + kubeconfig), Stream.of(arguments))
            .toList();
    int exit =
        Commands.run(
            all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    return new Result(exit, out.toString(), err.toString());
  }

  private static Result keepList(String... arguments) {
    return keepList(cluster.kubeconfig(), arguments);
  }

  @Test
  void everythingThatRunsOrWouldRunAgainIsOnTheList() {
    Result result = keepList("-A", "--workload-resource=" + Rollouts.RESOURCE);

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(result.out().lines())
        .containsExactly(
            "reg.io/agent:v1",
            "reg.io/agent:v2",
            "reg.io/bare:v1",
            "reg.io/bare@" + DIGEST,
            "reg.io/canary:v1",
            "reg.io/cart:v1",
            "reg.io/cart:v2",
            "reg.io/db-init:v1",
            "reg.io/db:v1",
            "reg.io/db:v2",
            "reg.io/elsewhere:v1",
            "reg.io/load:v1",
            "reg.io/nightly:v1",
            "reg.io/pinned@" + DIGEST);
  }

  @Test
  void aNamespaceOrARepositoryIsAPartOfIt() {
    assertThat(keepList("-n", "other").out()).isEqualTo("reg.io/elsewhere:v1\n");
    assertThat(keepList("-A", "--repository=reg.io/cart").out())
        .isEqualTo("reg.io/cart:v1\nreg.io/cart:v2\n");
    assertThat(keepList("-A", "--repository=reg.io/cart", "-o", "regex").out())
        .isEqualTo("reg.io/cart ^(?:v1|v2)$\n");
    assertThat(keepList("-n", "other", "-o", "json").out()).contains("\"complete\" : true");
  }

  /// The old ReplicaSet has no label of the Deployment's.
  @Test
  void whatAWorkloadControlsIsSelectedWithIt() {
    assertThat(keepList("-n", "shop", "-l", "tier=web").out())
        .isEqualTo("reg.io/cart:v1\nreg.io/cart:v2\n");
  }

  /// A list that is too short destroys images.
  @Test
  void withoutARightThereIsNoListAtAll() throws Exception {
    cluster.must(
        "create",
        "clusterrole",
        "most",
        "--verb=list",
        "--resource=deployments.apps,statefulsets.apps,daemonsets.apps,replicasets.apps,cronjobs.batch,jobs.batch,"
            + "pods,replicationcontrollers");
    cluster.must("create", "clusterrolebinding", "most", "--clusterrole=most", "--user=limited");
    Path limited =
        Files.writeString(folder.resolve("limited"), cluster.kubeconfig(RealApiServer.LIMITED));

    Result result = keepList(limited, "-A");

    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            """
            pullcheck: %s/: list controllerrevisions: forbidden; the ClusterRole or Role lacks this right
            pullcheck: there is no list: one that is not whole lets needed images be deleted
            """
                .formatted(cluster.url()));
    assertThat(result.exit()).isEqualTo(2);
  }

  @Test
  void whatCannotBeAWholeListIsRefused() throws Exception {
    assertThat(keepList().err()).contains("keep-list needs -A or -n NAME");
    assertThat(keepList("-A", "-n", "shop").exit()).isEqualTo(2);
    assertThat(keepList("-A", "-o", "regex").err())
        .contains("reg.io/pinned@" + DIGEST + " is named by its digest alone");
    assertThat(keepList("-n", "nowhere"))
        .isEqualTo(
            new Result(
                2,
                "",
                "pullcheck: %s/: no image is needed, which is no list to clean up by\npullcheck: there is no list: one that is not whole lets needed images be deleted\n"
                    .formatted(cluster.url())));
    Result missing = keepList("-A", "--workload-resource=argoproj.io/v1alpha1/rollots:spec.pod");
    assertThat(missing.out()).isEmpty();
    assertThat(missing.err())
        .contains("the cluster has no rollots.argoproj.io of version v1alpha1");
    assertThat(missing.exit()).isEqualTo(2);
  }
}
