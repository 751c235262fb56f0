package io.pullcheck.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import java.time.Instant;
import java.util.List;
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

    String line =
        JsonMapper.shared().writeValueAsString(VerdictLine.of(pull, status).orElseThrow());

    assertThat(JsonMapper.shared().readValue(line, VerdictLine.class).pull()).isEqualTo(pull);
  }
}
