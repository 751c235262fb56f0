package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.NamespaceLabel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceFilterTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,    -,         shop, true",
        "shop, -,         shop, true",
        "shop, -,         bank, false",
        "-,    team,      shop, true",
        "-,    team=red,  shop, true",
        "-,    team=blue, shop, false",
        "-,    team=,     shop, false",
        "-,    stage,     shop, false",
        "shop, team=red,  shop, true",
        "bank, team=red,  shop, false",
      })
  void aNamespaceIsAdmittedByNameAndLabel(
      String name, String label, String namespace, boolean admitted) {
    NamespaceFilter filter =
        new NamespaceFilter(
            name == null ? Set.of() : Set.of(name),
            Optional.ofNullable(label).map(NamespaceLabel::parse));
    assertThat(filter.admits(namespace, Map.of("team", "red"))).isEqualTo(admitted);
  }
}
