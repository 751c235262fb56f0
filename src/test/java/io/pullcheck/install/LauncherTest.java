package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which Java runtime the launcher takes. It runs as it is, but for the folder of a system's
/// runtimes, which is one of the test's own.
final class LauncherTest {

  private static final String RUNTIMES = "/usr/lib/jvm/*/bin/java";

  /// The JVM's own list of groups for key agreement, but for the second.
  private static final String GROUPS =
      "-Djdk.tls.namedGroups=x25519,ffdhe2048,secp256r1,secp384r1,secp521r1,x448,ffdhe3072,ffdhe4096,ffdhe6144,ffdhe8192";

  @TempDir Path folder;

  @BeforeEach
  void copyLauncher() throws IOException {
    Path source = Path.of("src/main/bin");
    String launcher = Files.readString(source.resolve("pullcheck"));
    assertThat(launcher).contains(RUNTIMES);
    Path bin = Files.createDirectories(folder.resolve("a b/pullcheck/bin"));
    Path lib = Files.createDirectories(folder.resolve("a b/pullcheck/lib"));
    Path _ = Files.writeString(lib.resolve("pullcheck.jar"), "ours");
    Path _ = Files.writeString(lib.resolve("libraries.jar"), "others");
    Path _ =
        ShellScript.write(
            bin.resolve("pullcheck"), launcher.replace(RUNTIMES, folder + "/jvm/*/bin/java"));
    Path _ =
        ShellScript.write(
            bin.resolve("kubectl-pullcheck"),
            Files.readString(source.resolve("kubectl-pullcheck")));
  }

  @Test
  void itsHomeIsTakenIfItIsNewEnough() throws IOException {
    Path home = runtime("home", "JAVA_VERSION=\"25.0.1\"\n");
    Path _ = runtime("jvm/jdk-26", "JAVA_VERSION=\"26\"\n");

    assertThat(start(Map.of("JAVA_HOME", home.toString()))).startsWith("home ");
    Path _ = Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    assertThat(start(Map.of("JAVA_HOME", home.toString()))).startsWith("jvm/jdk-26 ");
  }

  @Test
  void thatOfThePathIsTakenThroughItsLink() throws IOException {
    Path _ = runtime("opt/jdk-25", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25\"");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path _ = Files.createSymbolicLink(bin.resolve("java"), folder.resolve("opt/jdk-25/bin/java"));

    assertThat(start(Map.of("PATH", bin.toString()))).startsWith("opt/jdk-25 ");
  }

  @Test
  void oneWithoutAReleaseFileIsAsked() throws IOException {
    Path _ = runtime("jvm/odd", "");
    Files.delete(folder.resolve("jvm/odd/release"));

    assertThat(start(Map.of())).startsWith("jvm/odd ");
  }

  @Test
  void kubectlCallsItByItsOtherNameAndThroughALink() throws IOException {
    Path _ = runtime("jvm/jdk-25", "JAVA_VERSION=\"25\"\n");
    Path link =
        Files.createSymbolicLink(
            folder.resolve("plugin"), folder.resolve("a b/pullcheck/bin/kubectl-pullcheck"));

    assertThat(run(link, Map.of()).out())
        .isEqualTo(
            "jvm/jdk-25 @%1$s/bin/jvm.options %2$s -cp %1$s/lib/pullcheck.jar:%1$s/lib/libraries.jar io.pullcheck.Main kubectl-pullcheck -A\n"
                .formatted(folder.resolve("a b/pullcheck"), GROUPS));
  }

  @Test
  void whereThereIsNoneItSaysWhatIsMissing() throws IOException {
    Path _ = runtime("jvm/jdk-17", "JAVA_VERSION=\"17.0.9\"\n");
    Path _ = runtime("jvm/jdk-8", "JAVA_VERSION=\"1.8.0_402\"\n");
    Path _ = runtime("jvm/none", "IMPLEMENTOR=\"x\"\n");

    Command.Result none = run(folder.resolve("a b/pullcheck/bin/pullcheck"), Map.of());

    assertThat(none.err())
        .isEqualTo(
            "pullcheck: no JDK 25 or newer found (looked at JAVA_HOME, PATH and /usr/lib/jvm)\n");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
  }

  /// A runtime that says its name and how it was called.
  private Path runtime(String name, String release) throws IOException {
    Path home = folder.resolve(name);
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path _ =
        ShellScript.write(
            bin.resolve("java"),
            "[ \"$1\" != -version ] || { echo 'openjdk version \"25.0.1\" 2026-10-20' >&2; exit; }\n"
                + "echo \"%s $*\"".formatted(name));
    Path _ = Files.writeString(home.resolve("release"), release);
    return home;
  }

  private String start(Map<String, String> environment) throws IOException {
    return run(folder.resolve("a b/pullcheck/bin/pullcheck"), environment).out();
  }

  private Command.Result run(Path launcher, Map<String, String> environment) throws IOException {
    Path bare = Files.createDirectories(folder.resolve("bare"));
    for (String program : List.of("readlink", "sed", "head", "wc")) {
      if (!Files.exists(bare.resolve(program))) {
        Path _ =
            ShellScript.write(bare.resolve(program), "exec /usr/bin/%s \"$@\"".formatted(program));
      }
    }
    Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", ""));
    all.putAll(environment);
    String _ = all.merge("PATH", bare.toString(), (own, others) -> own + ":" + others);
    return Command.run(all, "", List.of(launcher.toString(), "-A"));
  }
}
