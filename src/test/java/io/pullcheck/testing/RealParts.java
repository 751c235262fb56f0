package io.pullcheck.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The real programs that integration tests run on. One that is not on the machine skips the test with a loud line, or
/// fails it where `PULLCHECK_REQUIRE_REAL_PARTS=true` says that all must be there.
public final class RealParts {

  private static final String KUBERNETES = "1.37.2";
  private static final String REQUIRED = "PULLCHECK_REQUIRE_REAL_PARTS";

  private RealParts() {}

  /// The program's file: kube-apiserver, etcd and kubectl from the folder where kube-api-test keeps them, everything else
  /// from the path.
  public static Optional<Path> find(String program) {
    return folders().stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The same for a test that cannot do without.
  public static Path require(String program) {
    return find(program)
        .orElseGet(
            () -> {
              String problem = program + " is not on this machine (run .ci/install to get it)";
              if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
                throw new AssertionError(problem);
              }
              System.err.println("SKIPPED: " + problem);
              return Assumptions.abort(problem);
            });
  }

  private static List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    folders.add(kubernetes());
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      folders.add(Path.of(folder));
    }
    folders.add(Path.of("/usr/sbin"));
    return folders;
  }

  private static Path kubernetes() {
    String root =
        System.getenv()
            .getOrDefault("KUBE_API_TEST_DIR", System.getProperty("user.home") + "/.kubeapitest");
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    return Path.of(root, "k8s", KUBERNETES + "-linux-" + architecture);
  }
}
