package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Platform;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.TestingImages.Stored;
import io.pullcheck.testing.TestingCallers;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is larger than Pullcheck reads ends in a verdict that says so, and costs no memory.
final class LargeAnswersTest extends ContentTesting {

  @Test
  void headersThatAreTooLargeInAll() throws IOException {
    ScriptedRegistry registry =
        scripted(
            _ ->
                IntStream.range(0, 6)
                    .boxed()
                    .reduce(
                        Answer.manifest(),
                        (answer, i) -> answer.with("X-Large-" + i, "x".repeat(7_000)),
                        (one, _) -> one));

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isEqualTo(tooLarge("its answer has too large headers"));
  }

  @Test
  void aChallengeThatIsTooLongIsNotAnswered() throws IOException {
    ScriptedRegistry registry =
        scripted(
            asked ->
                Answer.of(401)
                    .with(
                        "WWW-Authenticate", challenge(asked) + ",x=\"" + "x".repeat(9_000) + "\""));

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS))
        .isEqualTo(tooLarge("its answer has too large headers"));
    assertThat(registry.lines()).hasSize(1);
  }

  @Test
  void anIndexOfTooManyManifestsIsReadOnce() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    String entry = TestingImages.entry(amd64, "linux/amd64");
    images.tag(images.index(Collections.nCopies(501, entry).toArray(String[]::new)));
    Asker asker = asker(Verification.PLATFORM);

    for (int i = 0; i < 2; i++) {
      assertThat(asker.check("linux/amd64"))
          .isEqualTo(tooLarge("it names more than 500 manifests"));
    }
    assertThat(methods(asker.registry())).containsExactly("HEAD", "GET", "HEAD");

    images.tag(images.index(Collections.nCopies(500, entry).toArray(String[]::new)));
    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
  }

  @Test
  void anImageOfTooManyLayers() throws IOException {
    String layer = "{\"size\":5,\"digest\":\"" + TestingImages.digest("layer") + "\"}";
    images.tag(
        images.imageOf(
            "{\"os\":\"linux\",\"architecture\":\"amd64\"}",
            Collections.nCopies(501, layer).toArray(String[]::new)));

    assertThat(asker(Verification.PLATFORM).check("linux/amd64"))
        .isEqualTo(tooLarge("it names more than 500 layers"));
  }

  @Test
  void aManifestThatIsTooLong() throws IOException {
    images.tag(images.imageOf("{\"os\":\"linux\"}", "\"" + "x".repeat(4_500_000) + "\""));

    assertThat(asker(Verification.PLATFORM).check("linux/amd64"))
        .isEqualTo(tooLarge("its manifest is longer than 4 MiB"));
  }

  /// A platform's manifest was read with one credential: another one must ask by itself.
  @Test
  void whatOneCredentialHasReadAnswersNoOther() throws IOException {
    images.tag(
        images.index(TestingImages.entry(images.image("linux", "amd64", "l"), "linux/amd64")));
    ScriptedRegistry registry =
        scripted(
            asked ->
                asked.authorization().isEmpty()
                    ? Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\"")
                    : images.answer(asked));
    RegistryClient client = client(Verification.PLATFORM, registry.host());
    for (String user : new String[] {"alice", "bob", "alice"}) {
      Verdict verdict =
          client.check(
              new PullAttempt(
                  ImageReference.parse(registry.host() + "/shop/cart:v1", "docker.io")
                      .orElseThrow(),
                  Candidates.of(Credential.password(user, "secret")),
                  Set.of(Platform.parse("linux/amd64").orElseThrow())),
              Keyring.EMPTY,
              TestingCallers.URGENT);
      assertThat(verdict).isInstanceOf(Verdict.Available.class);
    }

    assertThat(registry.asked().stream().filter(asked -> asked.method().equals("GET")).count())
        .isEqualTo(4);
  }

  private static Verdict tooLarge(String detail) {
    return new Unavailable(State.UNKNOWN_ERROR, Reason.TOO_LARGE, detail);
  }
}
