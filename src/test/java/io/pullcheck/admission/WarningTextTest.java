package io.pullcheck.admission;

import static io.pullcheck.model.Reason.MANIFEST_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.workload.ContainerImage;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WarningTextTest {

  private static final Subject CART = new Subject("Deployment", "shop", "cart");
  private static final String LINE =
      "pullcheck: Deployment shop/cart, container main: a:1 not found";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          main          | spec.template.spec.containers[0].image         | container main
          migrate       | spec.initContainers[0].image                   | init container migrate
          debugger-x    | spec.ephemeralContainers[0].image              | ephemeral container debugger-x
          volume:models | spec.template.spec.volumes[1].image.reference  | image volume models
          """)
  void theObjectAndThePlaceOfTheImageAreNamed(String container, String path, String place) {
    Finding finding =
        new Finding(
            new ContainerImage(container, path, "reg.io/a:1"), MANIFEST_UNKNOWN, "not found", true);
    assertThat(WarningText.line(new Subject("CronJob", "ops", "purge"), finding))
        .isEqualTo("pullcheck: CronJob ops/purge, " + place + ": reg.io/a:1 not found");
  }

  @Test
  void anImageThatFitsStandsAsWritten() {
    String image = "reg.io/" + "a".repeat(150) + ":1";
    assertThat(WarningText.line(CART, finding("main", image, "not found")))
        .isEqualTo("pullcheck: Deployment shop/cart, container main: " + image + " not found");
  }

  @Test
  void anImageThatDoesNotFitKeepsItsStartAndItsEnd() {
    String image = "reg.io/" + "a".repeat(500) + ":v1";
    assertThat(WarningText.line(CART, finding("main", image, "not found")))
        .hasSize(250)
        .startsWith("pullcheck: Deployment shop/cart, container main: reg.io/aaa")
        .contains("aaa...aaa")
        .endsWith("aaa:v1 not found");
  }

  @ParameterizedTest
  @EnumSource
  void noReasonMakesAWarningTooLong(Reason reason) {
    String aged = reason.summary() + " (as of 300d ago; the registry cannot be asked now)";
    Subject longest = new Subject("ReplicationController", "n".repeat(63), "o".repeat(252) + "*");
    Finding finding = finding("c".repeat(63), "x".repeat(1000), aged);
    assertThat(WarningText.line(longest, finding))
        .hasSizeBetween(200, 250)
        .startsWith("pullcheck: ReplicationController nnn")
        .contains("ooo*, container ccc", "xxx...xxx")
        .endsWith(aged);
  }

  @Test
  void aRegistryOfALongNameMakesNoWarningTooLong() {
    String text = Reason.PRIVATE_OR_ABSENT.summary() + " " + "r".repeat(250) + ".io";
    assertThat(WarningText.line(CART, finding("main", "r".repeat(250) + ".io/a", text)))
        .hasSizeLessThanOrEqualTo(250)
        .contains("cart, container main: rrr", ".io/a not found, or private", "...")
        .endsWith("rrr.io");
  }

  @Test
  void whatUsersChooseStandsOnOneCleanLine() {
    Subject wild = new Subject("Pod", "shop", "a\nb\u202e");
    assertThat(WarningText.line(wild, finding("m\tn", "reg.io/\ud83d\ude00:1", "not found")))
        .isEqualTo("pullcheck: Pod shop/a?b?, container m?n: reg.io/?:1 not found");
  }

  @Test
  void eightAreNamedAndOfNineSevenAndACount() {
    Finding one = finding("main", "a:1", "not found");
    assertThat(WarningText.lines(CART, Collections.nCopies(8, one)))
        .isEqualTo(Collections.nCopies(8, LINE));
    List<String> expected =
        Stream.concat(
                Collections.nCopies(7, LINE).stream(),
                Stream.of("pullcheck: Deployment shop/cart: 2 more images are not available"))
            .toList();
    assertThat(WarningText.lines(CART, Collections.nCopies(9, one))).isEqualTo(expected);
  }

  private static Finding finding(String container, String image, String text) {
    return new Finding(
        new ContainerImage(container, "spec.template.spec.containers[0].image", image),
        MANIFEST_UNKNOWN,
        text,
        true);
  }
}
