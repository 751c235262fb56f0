package io.pullcheck.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.workload.ContainerImage;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarningTextTest {

  private static final String LONGEST_PATH =
      "spec.jobTemplate.spec.template.spec.initContainers[4999].image";

  @Test
  void anImageThatFitsStandsAsWritten() {
    String image = "reg.io/" + "a".repeat(150) + ":1";
    assertThat(WarningText.line(finding("spec.containers[0].image", image, "not found")))
        .isEqualTo("spec.containers[0].image: " + image + " not found");
  }

  @Test
  void anImageThatDoesNotFitKeepsItsStartAndItsEnd() {
    String image = "reg.io/" + "a".repeat(500) + ":v1";
    assertThat(WarningText.line(finding("spec.containers[0].image", image, "not found")))
        .hasSize(250)
        .startsWith("spec.containers[0].image: reg.io/aaa")
        .contains("aaa...aaa")
        .endsWith("aaa:v1 not found");
  }

  @ParameterizedTest
  @EnumSource
  void noReasonMakesAWarningTooLong(Reason reason) {
    String aged = reason.summary() + " (as of 300d ago; the registry cannot be asked now)";
    String line = WarningText.line(finding(LONGEST_PATH, "x".repeat(1000), aged));
    assertThat(line).hasSizeLessThanOrEqualTo(250).contains("xxx...xxx");
  }

  @Test
  void eightAreNamedAndOfNineSevenAndACount() {
    Finding one = finding("spec.containers[0].image", "a:1", "not found");
    assertThat(WarningText.lines(Collections.nCopies(8, one)))
        .isEqualTo(Collections.nCopies(8, "spec.containers[0].image: a:1 not found"));
    List<String> expected =
        Stream.concat(
                Collections.nCopies(7, "spec.containers[0].image: a:1 not found").stream(),
                Stream.of("and 2 more images are not available"))
            .toList();
    assertThat(WarningText.lines(Collections.nCopies(9, one))).isEqualTo(expected);
  }

  private static Finding finding(String path, String image, String text) {
    return new Finding(new ContainerImage("c", path, image), Reason.MANIFEST_UNKNOWN, text, true);
  }
}
