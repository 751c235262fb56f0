package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.InProcessRegistry;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RedisServer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a fleet's store, which change while Pullcheck runs.
@Tag("slow")
final class StoreFilesIT {

  private static final String UP = "k8s_image_availability_exporter_verdict_store_up";

  @AutoClose private final RealApiServer api = RealApiServer.startNew();
  @AutoClose private final InProcessRegistry registry = new InProcessRegistry();

  @AutoClose
  private final RedisServer redis =
      RedisServer.withRules("admins", List.of("user fleet on >first ~* &* +@all"));

  @TempDir private Path folder;

  StoreFilesIT() throws IOException {}

  @Test
  void aNewPasswordAndANewKeyAreTakenWithoutARestart() throws Exception {
    api.must("create", "deployment", "cart", "--image=" + registry.put("team/cart", "v1"));
    Path credentials = write("credentials", "fleet:first");
    Path key = write("key", "k".repeat(40));
    try (PullcheckProcess pullcheck = start(credentials, key)) {
      awaitUp(pullcheck, 1);
      List<String> before = Waiting.until(this::verdicts, each -> each.size() == 1);

      redis.ask("acl", "setuser", "fleet", "resetpass", ">second");
      redis.ask("client", "kill", "user", "fleet");
      awaitUp(pullcheck, 0);
      write("credentials", "fleet:second");
      awaitUp(pullcheck, 1);

      // Under another key it has another name.
      write("key", "j".repeat(40));
      Waiting.until(this::verdicts, each -> each.size() == 2 && each.containsAll(before));
      assertThat(pullcheck.scrape().series()).containsEntry(UP, 1.0);
    }
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private PullcheckProcess start(Path credentials, Path key) throws IOException {
    return PullcheckProcess.start(
        api.kubeconfig(),
        "--cluster-name=one",
        "--config=" + write("config.yaml", "registries: [{host: \"*\", plainHttp: true}]"),
        "--verdict-store=" + redis.url(),
        "--verdict-store-credentials-file=" + credentials,
        "--verdict-store-key-file=" + key);
  }

  private static void awaitUp(PullcheckProcess pullcheck, double value) {
    Waiting.until(() -> pullcheck.scrape().series().get(UP), each -> each == value);
  }

  private List<String> verdicts() throws IOException {
    return redis.keys("pullcheck:").stream().filter(key -> key.endsWith("}v")).toList();
  }
}
