package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real krew installs the archive of the build by the manifest of the build, and a real kubectl
/// runs what it has installed. Neither asks for anything outside: with `--manifest` krew needs no
/// index, with `--archive` no download.
final class KrewIT {

  private static final Path KUBECTL = RealParts.require("kubectl");
  private static final Path KREW = RealParts.require("kubectl-krew");
  private static final Path BUILD =
      PullcheckProcess.launcher().toAbsolutePath().getParent().getParent().getParent();
  private static final Path ARCHIVE = BUILD.resolve("pullcheck.tar.gz");

  @TempDir Path folder;

  @Test
  void installsWhatTheBuildMadeAndKubectlRunsIt() throws Exception {
    RealApiServer cluster = RealApiServer.shared();
    String namespace = cluster.newNamespace("krew");
    try (DockerRegistry registry = DockerRegistry.open()) {
      String image = registry.push("shop/cart", "v1");
      cluster.must("create", "deployment", "cart", "--image=" + image, "-n", namespace);

      Command.Result installed = install(ARCHIVE);

      assertThat(installed.err())
          .contains("Installed plugin: pullcheck")
          .contains("Needs a Java runtime 25 or newer");
      assertThat(installed.exit()).isZero();
      Command.Result run =
          kubectl("pullcheck", "--kubeconfig=" + cluster.kubeconfig(), "-n", namespace);
      assertThat(run.out())
          .isEqualTo(
              """
              AVAILABLE  %s

              1 image: 1 available, 0 not available
              """
                  .formatted(image));
      assertThat(run.exit()).as(run.err()).isZero();
    }
  }

  @Test
  void refusesAnArchiveThatIsNotTheManifests() throws Exception {
    Path other =
        Files.copy(ARCHIVE, folder.resolve("other.tar.gz"), StandardCopyOption.REPLACE_EXISTING);
    Files.write(other, new byte[1], StandardOpenOption.APPEND);

    Command.Result refused = install(other);

    assertThat(refused.err()).contains("checksum does not match");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(folder.resolve("krew/bin")).isEmptyDirectory();
  }

  private Command.Result install(Path archive) throws IOException {
    return kubectl(
        "krew",
        "install",
        "--manifest=" + BUILD.resolve("krew/pullcheck.yaml"),
        "--archive=" + archive);
  }

  private Command.Result kubectl(String... arguments) throws IOException {
    Path root = folder.resolve("krew");
    List<String> command = new ArrayList<>(List.of(KUBECTL.toString()));
    command.addAll(List.of(arguments));
    return Command.run(
        Map.of(
            "HOME",
            folder.toString(),
            "KREW_ROOT",
            root.toString(),
            "KREW_NO_UPGRADE_CHECK",
            "true",
            "PATH",
            "%s:%s:%s".formatted(root.resolve("bin"), KREW.getParent(), System.getenv("PATH"))),
        "",
        command);
  }
}
