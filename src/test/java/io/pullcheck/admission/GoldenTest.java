package io.pullcheck.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.testing.TestingVerdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Reviews as a real API server (1.37.2) sent them, and the whole answer to each. An image's tag
/// says what its registry answers, and the namespace `deny` is in deny mode.
class GoldenTest {

  private static final Path CASES = Path.of("src/test/resources/admission");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @MethodSource("cases")
  void theWholeAnswerIsAsWritten(Path folder) throws IOException {
    byte[] review = Files.readAllBytes(folder.resolve("in.json"));
    Reviewer reviewer =
        new Reviewer(
            verdicts(),
            image -> true,
            namespace ->
                CompletableFuture.completedFuture(
                    Optional.of(namespace.equals("deny") ? Mode.DENY : Mode.WARN)),
            "docker.io",
            AdmissionObserver.NONE,
            () -> NOW);
    Answer answer = reviewer.answer(review, Duration.ofMillis(50));
    assertThat(answer).isInstanceOf(Answer.Reviewed.class);
    assertThat(pretty(((Answer.Reviewed) answer).json()))
        .isEqualTo(pretty(Files.readString(folder.resolve("out.json"))));
  }

  @Test
  void everyCaseHasExactlyItsTwoFiles() throws IOException {
    for (Path folder : cases()) {
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .as(folder.toString())
            .containsExactlyInAnyOrder("in.json", "out.json");
      }
    }
  }

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  private static TestingVerdicts verdicts() {
    return new TestingVerdicts(NOW) {
      @Override
      protected void prepare(Pull pull) {
        String image = pull.image();
        switch (image.substring(image.lastIndexOf(':') + 1)) {
          case "gone" -> set(image, Reason.MANIFEST_UNKNOWN);
          case "private" -> set(image, Reason.PRIVATE_OR_ABSENT);
          case "down" -> set(image, Reason.CONNECT);
          case "bad" -> set(image, Reason.INVALID_REFERENCE);
          case "slow" -> hang(image);
          default -> {}
        }
      }
    };
  }

  private static String pretty(String json) {
    return JSON.readTree(json).toPrettyString();
  }
}
