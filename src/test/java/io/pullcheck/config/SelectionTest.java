package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

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
    ServeConfig.Selection selection =
        new ServeConfig.Selection(
            new ImageSelection(List.of(), List.of()),
            WorkloadKinds.DEFAULT,
            WorkloadResources.NONE,
            WorkloadLabels.NONE,
            Optional.ofNullable(label).map(NamespaceLabel::parse),
            name == null ? Set.of() : Set.of(name),
            NamespacePatterns.NONE,
            WorkloadKinds.NONE);
    assertThat(selection.admits(namespace, Map.of("team", "red"))).isEqualTo(admitted);
  }
}
