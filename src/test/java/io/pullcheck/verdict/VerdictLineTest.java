package io.pullcheck.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What one replica writes, the other reads as it was.
final class VerdictLineTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anImageVolumeStaysOne(boolean mounted) {
    Pull pull =
        new Pull(
            "reg.io/models:v1",
            new PullSecrets("shop", List.of("login"), "default"),
            NodePlacement.ANYWHERE,
            mounted);
    PullStatus status =
        PullStatus.UNCHECKED.after(
            new CheckedVerdict(
                Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), Instant.ofEpochSecond(1)));

    assertThat(read(pull, status).pull()).isEqualTo(pull);
  }

  @Test
  void whyAnImageIsStillUncheckedIsCopiedToo() {
    Pull pull =
        new Pull(
            "reg.io/cart:v1",
            new PullSecrets("shop", List.of(), "default"),
            NodePlacement.ANYWHERE,
            false);
    Instant at = Instant.ofEpochSecond(1);
    PullStatus status =
        PullStatus.UNCHECKED
            .after(
                new CheckedVerdict(
                    new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofMinutes(1)), at))
            .dueAt(at.plusSeconds(60));

    assertThat(VerdictLine.of(pull, PullStatus.UNCHECKED)).isEmpty();
    assertThat(read(pull, status).status()).contains(status);
  }

  @Test
  void whatAnAbsentTagNamedBeforeIsCopiedToo() {
    Pull pull =
        new Pull(
            "reg.io/cart:v1",
            new PullSecrets("shop", List.of(), "default"),
            NodePlacement.ANYWHERE,
            false);
    String digest = "sha256:" + "a".repeat(64);
    ImageReference manifest = ImageReference.parse("reg.io/cart:v1@" + digest, "").orElseThrow();
    Verdict.Unavailable gone = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
    Instant at = Instant.ofEpochSecond(1);
    PullStatus available =
        PullStatus.UNCHECKED.after(
            new CheckedVerdict(new Verdict.Available(Optional.of(digest)), at));
    PullStatus absent =
        available
            .after(new CheckedVerdict(gone, at.plusSeconds(1)))
            .after(new CheckedVerdict(gone, at.plusSeconds(2)));
    PullStatus recoverable =
        absent.after(new CheckedVerdict(gone.withRecoverable(manifest), at.plusSeconds(3)));

    assertThat(read(pull, available).status()).contains(available);
    assertThat(read(pull, absent).status()).contains(absent);
    assertThat(read(pull, recoverable).status()).contains(recoverable);
    assertThat(read(pull, recoverable).status().orElseThrow().digest()).contains(digest);
  }

  private static VerdictLine read(Pull pull, PullStatus status) {
    String line =
        JsonMapper.shared().writeValueAsString(VerdictLine.of(pull, status).orElseThrow());

    return JsonMapper.shared().readValue(line, VerdictLine.class);
  }
}
