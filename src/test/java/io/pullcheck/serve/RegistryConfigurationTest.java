package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.model.ImageMirrors;
import io.pullcheck.model.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryConfigurationTest {

  @TempDir private Path folder;
  private final List<RegistrySettings> taken = new ArrayList<>();

  @Test
  void aFileThatChangesIsTakenOnce() throws IOException {
    Path file = write("- host: reg.io\n  concurrency: 2\n");
    RegistryConfiguration configuration = configuration(file, Set.of());
    assertThat(configuration.load().of("reg.io").concurrency()).isEqualTo(2);

    configuration.reloadIfChanged(taken::add);
    assertThat(taken).isEmpty();

    write("- host: reg.io\n  concurrency: 3\n");
    configuration.reloadIfChanged(taken::add);
    configuration.reloadIfChanged(taken::add);
    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().of("reg.io").concurrency()).isEqualTo(3);
  }

  @Test
  void aFileThatCannotBeTakenLeavesTheOldOneInForceUntilItIsMended() throws IOException {
    Path file = write("- host: reg.io\n  concurrency: 2\n");
    RegistryConfiguration configuration = configuration(file, Set.of());
    RegistrySettings _ = configuration.load();

    write("- host: reg.io\n  concurrency: many\n");
    configuration.reloadIfChanged(taken::add);
    Files.delete(file);
    configuration.reloadIfChanged(taken::add);
    assertThat(taken).isEmpty();

    write("- host: reg.io\n  concurrency: 4\n");
    configuration.reloadIfChanged(taken::add);
    assertThat(taken).hasSize(1);
  }

  @Test
  void atTheStartSuchAFileIsRefusedInOneLine() throws IOException {
    Path file = write("- host: reg.io\n  concurrency: many\n");

    assertThatThrownBy(() -> configuration(file, Set.of()).load())
        .isInstanceOf(UsageError.class)
        .hasMessageStartingWith("--config: " + file + ":3")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aCaThatIsMissingIsRefusedAtTheStartAndOnReload() throws IOException {
    Path file = write("- host: reg.io\n  ca: /no/such.pem\n");
    assertThatThrownBy(() -> configuration(file, Set.of()).load())
        .isInstanceOf(UsageError.class)
        .hasMessage("--config: " + file + ": reg.io: /no/such.pem cannot be read");

    write("- host: reg.io\n");
    RegistryConfiguration configuration = configuration(file, Set.of());
    RegistrySettings _ = configuration.load();
    write("- host: reg.io\n  ca: /no/such.pem\n");
    configuration.reloadIfChanged(taken::add);
    assertThat(taken).isEmpty();
  }

  @Test
  void aFileThatIsSwappedWhileItIsReadIsTakenTheNextTime() throws IOException {
    String before = Files.readString(write("- host: reg.io\n  concurrency: 2\n"));
    Path file = write("- host: reg.io\n  concurrency: 3\n");
    String after = Files.readString(file);
    Iterator<String> contents = List.of(before, after, after).iterator();
    RegistryConfiguration configuration =
        new RegistryConfiguration(flags(file, Set.of()), 1, _ -> contents.next());
    assertThat(configuration.load().of("reg.io").concurrency()).isEqualTo(2);

    configuration.reloadIfChanged(taken::add);
    assertThat(taken)
        .singleElement()
        .satisfies(each -> assertThat(each.of("reg.io").concurrency()).isEqualTo(3));
  }

  // The nodes are watched from the start or not at all.
  @Test
  void platformsCannotBeAskedForLater() throws IOException {
    Path file = write("- host: reg.io\n");
    RegistryConfiguration without = configuration(file, Set.of());
    RegistryConfiguration named = configuration(file, Set.of(new Platform("linux", "amd64")));
    RegistrySettings _ = without.load();
    RegistrySettings _ = named.load();
    assertThat(without.needsNodes()).isFalse();

    write("- host: reg.io\n  verify: platform\n");
    without.reloadIfChanged(taken::add);
    assertThat(taken).isEmpty();
    named.reloadIfChanged(taken::add);
    assertThat(taken)
        .singleElement()
        .satisfies(each -> assertThat(each.of("reg.io").verify()).contains(Verification.PLATFORM));

    RegistryConfiguration fromTheStart = configuration(file, Set.of());
    RegistrySettings _ = fromTheStart.load();
    assertThat(fromTheStart.needsNodes()).isTrue();
  }

  private Path write(String registries) throws IOException {
    return Files.writeString(folder.resolve("config.yaml"), "registries:\n" + registries);
  }

  private static RegistryConfiguration configuration(Path file, Set<Platform> platforms) {
    return new RegistryConfiguration(flags(file, platforms), 1);
  }

  private static ServeConfig.Registries flags(Path file, Set<Platform> platforms) {
    return new ServeConfig.Registries(
        "docker.io",
        new ImageMirrors(List.of()),
        List.of(),
        false,
        false,
        false,
        false,
        Verification.MANIFEST,
        platforms,
        Optional.empty(),
        Optional.of(file),
        Optional.empty());
  }
}
