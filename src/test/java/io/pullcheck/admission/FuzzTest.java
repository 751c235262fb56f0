package io.pullcheck.admission;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real reviews, broken in every way: the answer is a 400 of one line, or one that the API server
/// takes.
class FuzzTest {

  /// The profile `fuzz` makes them many more.
  private static final int INPUTS = Integer.getInteger("pullcheck.fuzz.inputs", 30_000);

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final List<Mode> MODES = List.of(Mode.values());
  private static final List<Reason> REASONS = List.of(Reason.values());
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Reviewer reviewer =
      new Reviewer(
          new AnyVerdict(),
          image -> image.hashCode() % 11 != 0,
          namespace ->
              CompletableFuture.completedFuture(
                  Optional.of(MODES.get(Math.floorMod(namespace.hashCode(), MODES.size())))),
          "docker.io",
          AdmissionObserver.NONE,
          () -> NOW);

  @Test
  void whateverComesIsABadRequestOrIsAnsweredByTheContract() throws IOException {
    List<byte[]> reviews = reviews();
    long answered =
        IntStream.range(0, INPUTS)
            .parallel()
            .filter(
                seed -> {
                  Random random = new Random(seed);
                  byte[] body = reviews.get(random.nextInt(reviews.size()));
                  for (int i = random.nextInt(4); i >= 0; i--) {
                    body = Mutation.of(body, random);
                  }
                  return answered(body, seed);
                })
            .count();
    // Else only the parser's first error would have been tested.
    assertThat(answered).isBetween(INPUTS / 10L, INPUTS * 9L / 10);
  }

  private boolean answered(byte[] body, int seed) {
    return switch (reviewer.answer(body, Duration.ofSeconds(1))) {
      case Answer.Malformed malformed -> {
        assertThat(malformed.reason()).as("seed %d", seed).matches("[ -~]{1,120}");
        yield false;
      }
      case Answer.Reviewed reviewed -> {
        assertValid(JSON.readTree(reviewed.json()), body, seed);
        yield true;
      }
    };
  }

  private static void assertValid(JsonNode answer, byte[] body, int seed) {
    JsonNode response = answer.path("response");
    boolean valid =
        answer.path("apiVersion").asString().equals("admission.k8s.io/v1")
            && answer.path("kind").asString().equals("AdmissionReview")
            && response.path("allowed").isBoolean()
            && response.path("allowed").asBoolean() == response.path("status").isMissingNode()
            && response.path("warnings").size() <= 9
            && response
                .path("warnings")
                .valueStream()
                .allMatch(warning -> warning.asString().matches("[ -~]{1,250}"))
            && response.path("uid").asString().equals(uid(body));
    assertThat(valid).as("seed %d: %s", seed, answer).isTrue();
  }

  private static String uid(byte[] body) {
    return JSON.readTree(body).path("request").path("uid").asString();
  }

  private static List<byte[]> reviews() throws IOException {
    List<byte[]> reviews = new ArrayList<>();
    for (Path folder : GoldenTest.cases()) {
      JsonNode review = JSON.readTree(Files.readAllBytes(folder.resolve("in.json")));
      reviews.add(JSON.writeValueAsBytes(review));
    }
    return reviews;
  }

  /// One way to break a text.
  private static final class Mutation {

    private static final List<String> TOKENS =
        List.of(
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\ud83d\\ude00\"",
            "\"\u00e4\"",
            "1e999",
            "-0",
            "[[[[[[[[",
            "{\"a\":",
            "\"spec\":",
            "\"containers\":[",
            "\"image\":\"a/b:gone\"",
            "\"uid\":\"\"",
            "\"kind\":\"Pod\"",
            ",",
            ":",
            "}",
            "]",
            "\"",
            "\\",
            "\u0000",
            "\ufeff",
            "\u0085",
            "\u202e");

    static byte[] of(byte[] body, Random random) {
      String text = new String(body, ISO_8859_1);
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(40));
      String mutated =
          switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(at);
            case 3 -> text.substring(0, at);
            case 4 -> text.substring(0, at) + token(random) + text.substring(at);
            case 5 -> value(text, at, random);
            case 6 -> value(text, at, random);
            default -> letters(text, at, random);
          };
      return (mutated.isEmpty() ? "{" : mutated).getBytes(ISO_8859_1);
    }

    /// Takes another value for a string, so that the JSON often stays whole.
    private static String value(String text, int at, Random random) {
      int begin = text.indexOf(":\"", at);
      int end = begin < 0 ? -1 : text.indexOf('"', begin + 2);
      return end < 0
          ? text
          : text.substring(0, begin + 1) + token(random) + text.substring(end + 1);
    }

    /// Changes one letter or digit into another.
    private static String letters(String text, int at, Random random) {
      return at < text.length() && Character.isLetterOrDigit(text.charAt(at))
          ? text.substring(0, at) + (char) ('a' + random.nextInt(26)) + text.substring(at + 1)
          : text;
    }

    private static String token(Random random) {
      return new String(TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8), ISO_8859_1);
    }
  }

  /// Every image has some verdict, by its name.
  private static final class AnyVerdict implements Verdicts {

    @Override
    public CompletableFuture<CheckedVerdict> verdict(
        Pull pull, Freshness freshness, Urgency urgency) {
      return CompletableFuture.completedFuture(some(pull.image().hashCode()));
    }

    @Override
    public Optional<CheckedVerdict> last(Pull pull) {
      int hash = pull.image().hashCode() * 31;
      return hash % 2 == 0 ? Optional.empty() : Optional.of(some(hash));
    }

    private static CheckedVerdict some(int hash) {
      Reason reason = REASONS.get(Math.floorMod(hash, REASONS.size()));
      Verdict verdict =
          switch (Math.floorMod(hash, 4)) {
            case 0 -> new Verdict.Available(Optional.empty());
            case 1 -> new Verdict.Inconclusive(reason, Duration.ofSeconds(1));
            default -> Verdict.Unavailable.of(reason);
          };
      return new CheckedVerdict(verdict, NOW.minusSeconds(Math.floorMod(hash, 1_000_000)));
    }
  }
}
