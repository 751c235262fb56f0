package io.pullcheck.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.PullSecrets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the API server takes as text of any length is kept only as far as it can mean something.
final class ContainerImageTest {

  @Test
  void ofANameThatIsTooLongOnlyTheBeginningIsKeptAndItStaysInvalid() {
    String longest = "reg.io/" + "a".repeat(1024 - 7);
    assertThat(image(longest)).isSameAs(longest);

    String kept = image(longest + "a".repeat(1_000_000));

    assertThat(kept).isEqualTo(longest + "…");
    assertThat(image(kept + "a")).isEqualTo(kept);
    assertThat(ImageReference.parse(kept, "docker.io")).isEmpty();
  }

  @Test
  void ofSecretsThatAreTooManyOneMoreIsKeptThanAreLookedUp() {
    List<String> many = IntStream.range(0, 3_000).mapToObj(i -> "secret" + i).toList();

    assertThat(new PullSecrets("shop", many, "").names()).isEqualTo(many.subList(0, 51));
    assertThat(new PullSecrets("shop", Collections.nCopies(3_000, "one"), "").names())
        .containsExactly("one");
    assertThat(new PullSecrets("shop", List.of("n".repeat(60_000)), "").names().getFirst())
        .hasSize(254);
  }

  private static String image(String written) {
    return new ContainerImage("main", "spec.containers[0].image", written).image();
  }
}
