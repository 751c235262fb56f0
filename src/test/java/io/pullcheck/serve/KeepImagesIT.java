package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RealParts;
import io.pullcheck.testing.Waiting;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script of docs/keep-images.md with real crane on a real registry, and the API behind it.
@Tag("slow")
final class KeepImagesIT {

  @AutoClose private final RealApiServer cluster = RealApiServer.startNew();
  @AutoClose private final DockerRegistry registry;

  @TempDir Path folder;

  KeepImagesIT() throws Exception {
    registry = DockerRegistry.open();
  }

  private void deploy(String name, String image) throws Exception {
    cluster.must("create", "deployment", name, "--image=" + image, "--replicas=0");
  }

  private Command.Result script(Map<String, String> environment, String repository)
      throws Exception {
    Matcher script =
        Pattern.compile("```sh\n(#!/bin/sh\n.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/keep-images.md")));
    assertThat(script.find()).isTrue();
    Path file = Files.writeString(folder.resolve("unneeded.sh"), script.group(1));
    Map<String, String> all = new HashMap<>(environment);
    all.put("HOME", folder.toString());
    all.put(
        "PATH",
        PullcheckProcess.launcher().toAbsolutePath().getParent()
            + ":"
            + RealParts.require("crane").getParent()
            + ":"
            + System.getenv("PATH"));
    return Command.run(all, "", List.of("sh", file.toString(), registry.host() + "/" + repository));
  }

  @Test
  void theScriptDeletesWhatNoClusterNeedsAndNothingElse() throws Exception {
    String needed = registry.push("shop/cart", "v2");
    String old = registry.push("shop/cart", "v1");
    String pinned = registry.push("shop/cart", "v0");
    String digest = registry.digest("shop/cart", "v0");
    deploy("cart", needed);
    deploy("pinned", registry.host() + "/shop/cart@" + digest);
    Map<String, String> environment =
        Map.of("KUBECONFIG", cluster.kubeconfig().toString(), "CONTEXTS", "test");

    Command.Result dry = script(environment, "shop/cart");
    assertThat(dry.err()).isEmpty();
    assertThat(dry.out())
        .isEqualTo(
            "%s/shop/cart@%s\n".formatted(registry.host(), registry.digest("shop/cart", "v1")));

    Map<String, String> deleting = new HashMap<>(environment);
    deleting.put("DELETE", "yes");
    assertThat(script(deleting, "shop/cart").exit()).isZero();
    Command.Result found =
        Command.run(
            Map.of(),
            "",
            List.of(
                PullcheckProcess.launcher().toString(), "scan", "-o", "json", needed, old, pinned));
    assertThat(found.out()).contains("\"state\" : \"absent\"");
    assertThat(registry.digest("shop/cart", "v2")).startsWith("sha256:");
    assertThat(registry.digest("shop/cart", "v0")).isEqualTo(digest);

    Path limited =
        Files.writeString(folder.resolve("limited"), cluster.kubeconfig(RealApiServer.LIMITED));
    deleting.put("KUBECONFIG", limited.toString());
    Command.Result refused = script(deleting, "shop/cart");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("there is no list");
    assertThat(registry.digest("shop/cart", "v2")).startsWith("sha256:");
  }

  @Test
  void theApiHasTheDigestsOfChecksAndIsWholeOrSilent() throws Exception {
    String namespace = cluster.newNamespace("pullcheck");
    String image = registry.push("shop/web", "v1");
    cluster.must("create", "deployment", "web", "--image=" + image);
    String digest = registry.digest("shop/web", "v1");
    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(
            cluster.kubeconfig(), "--namespace=" + namespace, "--keep-list", "--events=false")) {
      String[] lines =
          Waiting.until(
              () ->
                  pullcheck
                      .get("/api/v1/keep-list?repository=" + registry.host())
                      .body()
                      .split("\n"),
              it -> it.length == 2);
      assertThat(lines).containsExactly(image, registry.host() + "/shop/web@" + digest);
      assertThat(pullcheck.get("/api/v1/keep-list?format=json").body())
          .contains("\"complete\" : true");
      assertThat(pullcheck.get("/api/v1/keep-list?format=yaml").statusCode()).isEqualTo(400);
    }
    Path limited =
        Files.writeString(folder.resolve("limited"), cluster.kubeconfig(RealApiServer.LIMITED));
    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(limited, "--namespace=" + namespace, "--keep-list")) {
      HttpResponse<String> refused = pullcheck.get("/api/v1/keep-list");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body())
          .contains("list controllerrevisions: forbidden")
          .doesNotContain(image);
    }
    try (PullcheckProcess pullcheck =
        PullcheckProcess.start(cluster.kubeconfig(), "--namespace=" + namespace)) {
      assertThat(pullcheck.get("/api/v1/keep-list").statusCode()).isEqualTo(404);
    }
  }
}
