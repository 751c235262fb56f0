package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `pullcheck scan` against real registries, without a cluster.
final class ScanIT {

  @TempDir Path folder;

  @Test
  void reportsOneObjectAnImageInTheOrderGiven() throws Exception {
    try (DockerRegistry registry = DockerRegistry.open()) {
      String there = registry.push("shop/cart", "v1");
      String gone = registry.host() + "/shop/cart:v2";

      Command.Result result = scan("-o", "json", gone, there);

      JsonNode report = JsonMapper.shared().readTree(result.out());
      assertThat(report.get(0).path("image").asString()).isEqualTo(gone);
      assertThat(report.get(0).path("state").asString()).isEqualTo("absent");
      assertThat(report.get(1).path("state").asString()).isEqualTo("available");
      assertThat(report.get(1).path("digest").asString()).startsWith("sha256:");
      assertThat(report.get(1).path("registry").asString()).isEqualTo(registry.host());
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err()).isEmpty();
      assertThat(scan(there).exit()).isZero();
    }
  }

  @Test
  void usesADockerConfig() throws Exception {
    try (DockerRegistry registry = DockerRegistry.withLogin("ci", "secret")) {
      String image = registry.push("shop/private", "v1");
      Path config =
          Files.writeString(
              folder.resolve("config.json"),
              "{\"auths\":{\"%s\":{\"username\":\"ci\",\"password\":\"secret\"}}}"
                  .formatted(registry.host()));

      assertThat(scan(image).out()).contains("authentication_failure  private_or_absent");
      assertThat(scan("--docker-config=" + config, image).exit()).isZero();
    }
  }

  @Test
  void aFileThatIsNoneOfItsKindIsOneLineAndStatus2() throws IOException {
    Path missing = folder.resolve("missing");

    Command.Result docker = scan("--docker-config=" + missing, "nginx");
    assertThat(docker.err())
        .isEqualTo("pullcheck: --docker-config: " + missing + " does not exist\n");
    assertThat(docker.exit()).isEqualTo(2);

    Command.Result plugins =
        scan(
            "--image-credential-provider-config=" + missing,
            "--image-credential-provider-bin-dir=" + folder,
            "nginx");
    assertThat(plugins.err())
        .isEqualTo(
            "pullcheck: --image-credential-provider-config: " + missing + " does not exist\n");
    assertThat(plugins.exit()).isEqualTo(2);
  }

  @Test
  void aRegistryThatIsAwaySaysNothingOfTheImage() throws Exception {
    DockerRegistry registry = DockerRegistry.open();
    String image = registry.push("shop/cart", "v1");
    registry.stop();

    assertThat(scan(image).exit()).isEqualTo(3);
  }

  private static Command.Result scan(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PullcheckProcess.launcher().toString(), "scan"));
    command.addAll(List.of(arguments));
    return Command.run(Map.of(), "", command);
  }
}
