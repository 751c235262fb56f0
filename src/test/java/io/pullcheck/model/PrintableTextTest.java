package io.pullcheck.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTextTest {

  @ParameterizedTest
  @CsvSource({
    "reg.io/shop/cart:v41, reg.io/shop/cart:v41",
    "'a\tb\nc\u0000\u007f', a?b?c??",
    "'\u0085\u009f\u202e', ???",
    "'\ud83d\ude00x', ?x",
    "'\ud800x\udc00', ?x?",
    "'\u00e4', ?",
  })
  void onlyPrintableAsciiIsShown(String image, String shown) {
    assertThat(PrintableText.of(image)).isEqualTo(shown);
  }

  @Test
  void whatIsTooLongKeepsItsStartAndItsEnd() {
    assertThat(PrintableText.of("0123456789", 10)).isEqualTo("0123456789");
    assertThat(PrintableText.of("0123456789", 7)).isEqualTo("01...89");
    assertThat(PrintableText.of("0123456789", 0)).isEqualTo("...");
  }
}
