package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The container image that the profile `image` has built: pushed to a real registry, pulled from
/// it, and its entrypoint started from the unpacked layers.
class ContainerImageCheck {

  private static final String REPOSITORY = "pullcheck/pullcheck";
  private static final String USER = "65532:65532";

  @TempDir private static Path folder;
  private static DockerRegistry registry;
  private static JsonNode manifest;
  private static JsonNode config;
  private static Path root;

  @BeforeAll
  static void pushAndPull() throws Exception {
    registry = DockerRegistry.open();
    Jib.from(TarImage.at(Path.of("target/pullcheck-image.tar")).named("pullcheck"))
        .containerize(
            Containerizer.to(RegistryImage.named(image()))
                .setAllowInsecureRegistries(true)
                // Else each image that was ever checked stays in the home directory.
                .setBaseImageLayersCache(folder.resolve("jib-base"))
                .setApplicationLayersCache(folder.resolve("jib")));
    manifest = json("manifests/v1");
    config = json("blobs/" + manifest.at("/config/digest").asString()).path("config");
    root = Files.createDirectory(folder.resolve("root"));
    for (JsonNode layer : manifest.path("layers")) {
      Path file = folder.resolve("layer.tar.gz");
      registry.download(REPOSITORY, layer.path("digest").asString(), file);
      must("tar", "--same-permissions", "-xzf", file.toString(), "-C", root.toString());
    }
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void itSaysWhatItIsAndRunsAsNobodyInParticular() {
    assertThat(config.path("User").asString()).isEqualTo(USER);
    assertThat(config.at("/Labels/org.opencontainers.image.title").asString())
        .isEqualTo("Pullcheck");
    assertThat(config.path("Labels").propertyNames())
        .contains(
            "org.opencontainers.image.version",
            "org.opencontainers.image.licenses",
            "org.opencontainers.image.base.name");
    assertThat(config.path("ExposedPorts").propertyNames())
        .containsExactlyInAnyOrder("8080/tcp", "8443/tcp");
  }

  @Test
  void nothingInItGivesRightsOrAShell() throws IOException {
    assertThat(must("find", root.toString(), "-perm", "/6000", "-type", "f")).isEmpty();
    assertThat(must("find", root.toString(), "-name", "*sh", "-path", "*/bin/*")).isEmpty();
    assertThat(must("find", root + "/opt", "-perm", "/022", "!", "-type", "l")).isEmpty();
  }

  @Test
  void itsSbomNamesWhatIsInIt() throws IOException {
    JsonNode sbom =
        JsonMapper.shared().readTree(Files.readString(root.resolve("opt/pullcheck/sbom.cdx.json")));
    List<String> named =
        sbom.path("components")
            .valueStream()
            .map(each -> each.path("name").asString() + "-" + each.path("version").asString())
            .map(each -> each + ".jar")
            .toList();
    try (var jars = Files.list(root.resolve("opt/pullcheck/lib"))) {
      List<String> shipped =
          jars.map(each -> each.getFileName().toString())
              .filter(each -> !each.startsWith("pullcheck-"))
              .toList();
      assertThat(shipped).isNotEmpty();
      assertThat(named).containsAll(shipped);
    }
  }

  @Test
  void itsEntrypointRunsFromTheCacheOfClasses() throws IOException {
    assertThat(run("-XX:AOTMode=on", "--version")).startsWith("pullcheck ");
  }

  @Test
  void itFindsItselfInTheRegistry() throws IOException {
    assertThat(run("-Dnone", "scan", image())).contains("available");
  }

  /// As a container runtime does, with the image's root and user and the kernel's file systems; who
  /// may not change the root starts it where it was unpacked.
  private static String run(String option, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    config.path("Entrypoint").forEach(word -> command.add(word.asString()));
    command.add(1, option);
    command.addAll(List.of(arguments));
    return mayChangeRoot() ? must(inItsRoot(), command) : must(whereItIs(command));
  }

  private static boolean mayChangeRoot() throws IOException {
    return must("id", "-u").equals("0\n")
        && Command.run(List.of("unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt")).exit()
            == 0;
  }

  private static List<String> inItsRoot() throws IOException {
    Files.createDirectories(root.resolve("dev"));
    Files.createDirectories(root.resolve("proc"));
    String script =
        "mount --bind /dev \"$0/dev\" && mount -t proc proc \"$0/proc\" && root=$0 &&"
            + " exec chroot --userspec="
            + USER
            + " \"$root\" \"$@\"";
    return List.of("unshare", "--mount", "sh", "-c", script, root.toString());
  }

  private static List<String> whereItIs(List<String> command) throws IOException {
    Path options = root.resolve("opt/pullcheck/java.options");
    Path here =
        Files.writeString(
            folder.resolve("java.options"),
            Files.readString(options).replace("/opt/", root + "/opt/"));
    return command.stream()
        .map(word -> word.equals("@/opt/pullcheck/java.options") ? "@" + here : word)
        .map(word -> word.startsWith("/opt/") ? root + word : word)
        .toList();
  }

  private static String must(Object... words) throws IOException {
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      if (word instanceof List<?> list) {
        list.forEach(each -> command.add(String.valueOf(each)));
      } else {
        command.add(String.valueOf(word));
      }
    }
    Command.Result result = Command.run(command);
    assertThat(result.exit()).as(result.err() + result.out()).isZero();
    return result.out();
  }

  private static String image() {
    return registry.host() + "/" + REPOSITORY + ":v1";
  }

  private static JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(registry.read(REPOSITORY, path));
  }
}
