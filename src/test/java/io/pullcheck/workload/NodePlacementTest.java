package io.pullcheck.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pullcheck.model.PlatformSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodePlacementTest {

  private static final Map<String, String> ANYWHERE = Map.of();
  private static final Set<String> ANY = Set.of();

  @ParameterizedTest(name = "{0}")
  @MethodSource("placements")
  void aTemplateIsNarrowedToThePlatformsThatItsPodsCanRunOn(
      String what,
      Map<String, String> nodeSelector,
      List<List<NodePlacement.Requirement>> terms,
      Set<String> os,
      Set<String> architectures) {
    assertThat(new NodePlacement(nodeSelector, terms).platforms())
        .isEqualTo(new PlatformSelector(os, architectures));
  }

  static Stream<Arguments> placements() {
    return Stream.concat(oneRule(), rulesTogether());
  }

  private static Stream<Arguments> oneRule() {
    return Stream.of(
        arguments("nothing said", ANYWHERE, List.of(), ANY, ANY),
        arguments(
            "selector", Map.of("kubernetes.io/arch", "arm64"), List.of(), ANY, Set.of("arm64")),
        arguments("selector of other labels", Map.of("disk", "ssd"), List.of(), ANY, ANY),
        arguments(
            "in",
            ANYWHERE,
            List.of(List.of(arch("In", "amd64", "arm64"))),
            ANY,
            archs("amd64 arm64")),
        arguments(
            "not in",
            ANYWHERE,
            List.of(List.of(arch("NotIn", "arm64", "arm"))),
            ANY,
            archs("386 amd64 loong64 ppc64le riscv64 s390x")),
        arguments("exists", ANYWHERE, List.of(List.of(arch("Exists"))), ANY, ANY));
  }

  private static Stream<Arguments> rulesTogether() {
    return Stream.of(
        arguments(
            "requirements of a term hold together",
            ANYWHERE,
            List.of(
                List.of(os("In", "linux"), arch("In", "amd64", "arm64"), arch("NotIn", "arm64"))),
            Set.of("linux"),
            Set.of("amd64")),
        arguments(
            "one of the terms is enough",
            ANYWHERE,
            List.of(List.of(arch("In", "amd64")), List.of(arch("In", "s390x"))),
            ANY,
            archs("amd64 s390x")),
        arguments(
            "a term that does not care",
            ANYWHERE,
            List.of(List.of(arch("In", "amd64")), List.of(os("In", "linux"))),
            ANY,
            ANY),
        arguments(
            "an empty term matches no node",
            ANYWHERE,
            List.of(List.of(), List.of(arch("In", "amd64"))),
            ANY,
            Set.of("amd64")),
        arguments(
            "selector and affinity hold together",
            Map.of("kubernetes.io/arch", "amd64"),
            List.of(List.of(arch("In", "amd64", "arm64"))),
            ANY,
            Set.of("amd64")),
        arguments(
            "a contradiction stays narrow",
            Map.of("kubernetes.io/arch", "amd64"),
            List.of(List.of(arch("In", "arm64"))),
            ANY,
            Set.of("amd64")));
  }

  private static NodePlacement.Requirement arch(String operator, String... values) {
    return new NodePlacement.Requirement("kubernetes.io/arch", operator, List.of(values));
  }

  private static NodePlacement.Requirement os(String operator, String... values) {
    return new NodePlacement.Requirement("kubernetes.io/os", operator, List.of(values));
  }

  private static Set<String> archs(String words) {
    return Set.of(words.split(" "));
  }
}
