package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `pullcheck scan -f -` of what Helm and kustomize themselves write: our own chart and manifests.
class RenderedScanIT {

  @AutoClose private static DockerRegistry registry;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    registry = DockerRegistry.open();
    String _ = registry.push("pullcheck/pullcheck", "0.1.0");
  }

  @Test
  void whatHelmRendersIsReadAsItComes() throws IOException {
    String rendered =
        Chart.render(
                "image: {registry: \"%s\", tag: 0.1.0}\nprometheusRule: {enabled: true}"
                    .formatted(registry.host()))
            .manifests();

    Command.Result result = scan(rendered);

    assertThat(result.out())
        .isEqualTo(
            "%s/pullcheck/pullcheck:0.1.0 available Deployment pullcheck\n", registry.host());
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }

  @Test
  void whatKustomizeBuildsIsReadAsItComes() throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        resources: [manifests]
        images: [{name: registry.example.com/pullcheck/pullcheck, newName: "%s/pullcheck/gone"}]
        """
            .formatted(registry.host()));
    Path manifests = Files.createDirectory(folder.resolve("manifests"));
    try (var files = Files.list(Path.of("webhook-config"))) {
      for (Path file : files.toList()) {
        Files.copy(file, manifests.resolve(file.getFileName()));
      }
    }
    Command.Result built =
        Command.run(
            List.of(RealParts.require("kubectl").toString(), "kustomize", folder.toString()));
    assertThat(built.exit()).as(built.err()).isZero();

    Command.Result result = scan(built.out());

    assertThat(result.out())
        .isEqualTo("%s/pullcheck/gone:0.1.0 absent Deployment pullcheck\n", registry.host());
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isEqualTo(1);
  }

  private static Command.Result scan(String manifests) throws IOException {
    Command.Result result =
        Command.run(
            Map.of(),
            manifests,
            List.of(PullcheckProcess.launcher().toString(), "scan", "-f", "-", "-o", "json"));
    StringBuilder lines = new StringBuilder();
    for (JsonNode each : JsonMapper.shared().readTree(result.out())) {
      lines
          .append(each.at("/image").asString())
          .append(' ')
          .append(each.at("/state").asString())
          .append(' ')
          .append(each.at("/sources/0/kind").asString())
          .append(' ')
          .append(each.at("/sources/0/name").asString())
          .append('\n');
    }
    return new Command.Result(result.exit(), lines.toString(), result.err());
  }
}
