package io.pullcheck.oracle;

import io.pullcheck.model.ImageReference;
import io.pullcheck.registry.RecordedCase;
import io.pullcheck.registry.RecordedCase.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The recorded cases of `registry/**` as scenarios, each check by itself as if it were the first.
final class RecordedCases {

  private RecordedCases() {}

  /// @param replays filled as they are played: the node's, then Pullcheck's
  record Played(Scenario scenario, List<Replay> replays) {

    /// What somebody asked for that was not recorded.
    List<String> unrecorded() {
      return replays.stream().flatMap(each -> each.unrecorded().stream()).toList();
    }
  }

  static List<Played> all() throws IOException {
    List<Played> all = new ArrayList<>();
    for (RecordedCase each : RecordedCase.all(Path.of("src/test/resources/registry"))) {
      List<Step.Check> checks =
          each.steps().stream()
              .flatMap(step -> step instanceof Step.Check check ? Stream.of(check) : Stream.empty())
              .toList();
      for (int number = 0; number < checks.size(); number++) {
        // Without an exchange, no registry has decided.
        if (!checks.get(number).exchanges().isEmpty()) {
          all.add(played(each, number));
        }
      }
    }
    return all;
  }

  private static Played played(RecordedCase recorded, int number) {
    List<Replay> replays = new ArrayList<>();
    String image =
        recorded
            .setting("image")
            .orElseThrow()
            .replace(Replay.DIGEST, new Replay(recorded, number).digest());
    Scenario scenario =
        Scenario.of(
                recorded.name() + " " + (number + 1),
                "",
                () -> {
                  Replay replay = new Replay(recorded, number);
                  replays.add(replay);
                  return replay;
                })
            .image(image)
            .logins(List.copyOf(recorded.candidates("login").inOrder()))
            .settings(
                Scenario.settings(
                    ImageReference.parse(image, ImageReference.DOCKER_HUB).orElseThrow().host(),
                    recorded.settings().getOrDefault("mirror", List.<String>of()),
                    recorded.setting("override-path").isPresent(),
                    Set.copyOf(recorded.settings().getOrDefault("auth-host", List.<String>of()))));
    return new Played(scenario, replays);
  }
}
