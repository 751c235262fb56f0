package io.pullcheck.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Platform;
import io.pullcheck.workload.ClusterNode.Taint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Each node of the test has a platform of its own, so that the platforms tell the nodes.
class ClusterNodeTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  private static final List<ClusterNode> NODES =
      List.of(
          node("control", "linux/arm64", "", taint("node-role.kubernetes.io/control-plane", "")),
          node("worker", "linux/amd64", "pool=web cores=8 kubernetes.io/hostname=worker.lan"),
          node("gpu", "linux/s390x", "pool=gpu cores=64", taint("gpu", "a100")),
          node("win", "windows/amd64", "pool=win"),
          node("cordoned", "linux/ppc64le", "", ClusterNode.UNSCHEDULABLE),
          node("evicting", "linux/riscv64", "pool=old", new Taint("age", "9", "NoExecute")));

  private static final Set<Platform> GIVEN =
      Stream.of("linux/amd64", "linux/arm64", "linux/s390x", "windows/amd64")
          .map(each -> Platform.parse(each).orElseThrow())
          .collect(Collectors.toSet());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "nothing said | containers: [] | linux/amd64 windows/amd64",
        "selector | nodeSelector: {pool: web} | linux/amd64",
        "selector, no such label | nodeSelector: {disk: ssd} | -",
        "old labels | nodeSelector: {beta.kubernetes.io/arch: amd64, beta.kubernetes.io/os: linux}"
            + " | linux/amd64",
        "os | os: {name: windows} | windows/amd64",
        "named node, past NoSchedule | nodeName: gpu | linux/s390x",
        "named node, cordoned | nodeName: cordoned | linux/ppc64le",
        "named node, not past NoExecute | nodeName: evicting | -",
        "named node, gone | nodeName: gone | -",
        "named node, other label | {nodeName: worker, nodeSelector: {pool: gpu}} | -",
      })
  void aPodRunsWhereItsNodesTakeIt(String what, String podSpec, String expected) {
    assertThat(platforms(WorkloadKind.DEPLOYMENT, podSpec)).isEqualTo(parsed(expected));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "in | [{matchExpressions: [{key: pool, operator: In, values: [web, win]}]}]"
            + " | linux/amd64 windows/amd64",
        "not in | [{matchExpressions: [{key: pool, operator: NotIn, values: [web]}]}]"
            + " | windows/amd64",
        "exists | [{matchExpressions: [{key: cores, operator: Exists}]}] | linux/amd64",
        "does not exist | [{matchExpressions: [{key: cores, operator: DoesNotExist}]}]"
            + " | windows/amd64",
        "greater | [{matchExpressions: [{key: cores, operator: Gt, values: ['7']}]}] | linux/amd64",
        "not greater | [{matchExpressions: [{key: cores, operator: Gt, values: ['8']}]}] | -",
        "less | [{matchExpressions: [{key: cores, operator: Lt, values: ['9']}]}] | linux/amd64",
        "less than no number | [{matchExpressions: [{key: pool, operator: Lt, values: ['9']}]}] | -",
        "field | [{matchFields: [{key: metadata.name, operator: In, values: [win]}]}]"
            + " | windows/amd64",
        "field not in | [{matchFields: [{key: metadata.name, operator: NotIn, values: [win]}]}]"
            + " | linux/amd64",
        "unknown field | [{matchFields: [{key: metadata.uid, operator: In, values: [win]}]}] | -",
        "unknown operator | [{matchExpressions: [{key: pool, operator: Like, values: [win]}]}] | -",
        "hostname | [{matchExpressions:"
            + " [{key: kubernetes.io/hostname, operator: In, values: [worker.lan]}]}]"
            + " | linux/amd64",
        "an empty term matches no node | [{}] | -",
        "one of the terms | [{}, {matchExpressions: [{key: pool, operator: In, values: [win]}]}]"
            + " | windows/amd64",
        "all of a term | [{matchExpressions: [{key: cores, operator: Exists}],"
            + " matchFields: [{key: metadata.name, operator: In, values: [win]}]}] | -",
      })
  void requiredNodeAffinityIsTheSchedulers(String what, String terms, String expected) {
    String podSpec =
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " {nodeSelectorTerms: %s}}}".formatted(terms);
    assertThat(platforms(WorkloadKind.DEPLOYMENT, podSpec)).isEqualTo(parsed(expected));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "all | {operator: Exists}" + " | linux/arm64 linux/s390x linux/ppc64le linux/riscv64",
        "key | {key: gpu, operator: Exists} | linux/s390x",
        "value | {key: gpu, value: a100} | linux/s390x",
        "other value | {key: gpu, operator: Equal, value: h100} | ``",
        "effect | {key: gpu, operator: Exists, effect: NoSchedule} | linux/s390x",
        "other effect | {key: gpu, operator: Exists, effect: NoExecute} | ``",
        "greater | {key: age, operator: Gt, value: '8'} | linux/riscv64",
        "not less | {key: age, operator: Lt, value: '8'} | ``",
        "control plane | {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}"
            + " | linux/arm64",
      })
  void taintsKeepAwayWhoDoesNotTolerateThem(String what, String toleration, String more) {
    Set<Platform> expected =
        Stream.concat(parsed("linux/amd64 windows/amd64").stream(), parsed(more).stream())
            .collect(Collectors.toSet());
    assertThat(platforms(WorkloadKind.DEPLOYMENT, "tolerations: [" + toleration + "]"))
        .isEqualTo(expected);
  }

  @Test
  void thePodsOfADaemonSetTolerateWhatItsControllerSays() {
    List<ClusterNode> nodes =
        List.of(
            NODES.get(4),
            node("full", "linux/amd64", "", taint("node.kubernetes.io/disk-pressure", "")),
            node("cut", "linux/arm64", "", taint("node.kubernetes.io/network-unavailable", "")));

    assertThat(
            ClusterNode.platforms(placement(WorkloadKind.DEPLOYMENT, "hostNetwork: true"), nodes))
        .isEmpty();
    assertThat(ClusterNode.platforms(placement(WorkloadKind.DAEMONSET, "containers: []"), nodes))
        .isEqualTo(parsed("linux/ppc64le linux/amd64"));
    assertThat(ClusterNode.platforms(placement(WorkloadKind.DAEMONSET, "hostNetwork: true"), nodes))
        .isEqualTo(parsed("linux/ppc64le linux/amd64 linux/arm64"));
  }

  @Test
  void whatTheApiServerLetsEachPodTolerateForAWhilePlacesNone() {
    String given =
        "tolerations: [{key: %s, operator: Exists, effect: NoExecute, tolerationSeconds: 300}]";
    assertThat(placement(WorkloadKind.POD, given.formatted("node.kubernetes.io/not-ready")))
        .isEqualTo(NodePlacement.ANYWHERE);
    assertThat(placement(WorkloadKind.POD, given.formatted("age")))
        .isNotEqualTo(NodePlacement.ANYWHERE);
  }

  @ParameterizedTest
  @CsvSource({
    "gpu, NoSchedule, true",
    "gpu, NoExecute, true",
    "gpu, PreferNoSchedule, false",
    "node.kubernetes.io/not-ready, NoSchedule, false",
    "node.kubernetes.io/not-ready, NoExecute, true",
    "node.kubernetes.io/unreachable, NoSchedule, true",
  })
  void aNodeThatIsNewIsNotOneThatIsLost(String key, String effect, boolean keepsAway) {
    assertThat(new Taint(key, "", effect).keepsPodsAway()).isEqualTo(keepsAway);
  }

  /// `--platforms`: of the nodes nothing else is known.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "nothing said | containers: [] | linux/amd64 linux/arm64 linux/s390x windows/amd64",
        "architecture | nodeSelector: {kubernetes.io/arch: arm64} | linux/arm64",
        "old label | nodeSelector: {beta.kubernetes.io/arch: arm64} | linux/arm64",
        "other labels | nodeSelector: {disk: ssd, kubernetes.io/os: windows} | windows/amd64",
        "named node | nodeName: gpu | linux/amd64 linux/arm64 linux/s390x windows/amd64",
        "runtime class | {runtimeClassName: gvisor, os: {name: windows}} | windows/amd64",
        "contradiction | {os: {name: windows}, nodeSelector: {kubernetes.io/arch: arm64}} | -",
      })
  void whereOnlyPlatformsAreGivenOnlyTheirLabelsCount(String what, String spec, String expected) {
    assertThat(ClusterNode.among(GIVEN, placement(WorkloadKind.DEPLOYMENT, spec)))
        .isEqualTo(parsed(expected));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "together | [{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]},"
            + " {key: disk, operator: Exists},"
            + " {key: kubernetes.io/arch, operator: NotIn, values: [arm64, arm]}]}]"
            + " | linux/amd64 linux/s390x",
        "one is enough | [{matchExpressions: [{key: kubernetes.io/arch, operator: In,"
            + " values: [arm64]}]}, {matchExpressions: [{key: kubernetes.io/os, operator: In,"
            + " values: [windows]}]}] | linux/arm64 windows/amd64",
        "one that does not care | [{matchExpressions: [{key: kubernetes.io/arch, operator: In,"
            + " values: [arm64]}]}, {matchExpressions: [{key: disk, operator: Exists}]}]"
            + " | linux/amd64 linux/arm64 linux/s390x windows/amd64",
        "an empty one matches no node | [{}, {matchExpressions: [{key: kubernetes.io/arch,"
            + " operator: In, values: [arm64]}]}] | linux/arm64",
      })
  void ofTheGivenPlatformsTheTermsLeave(String what, String terms, String expected) {
    String podSpec =
        "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " {nodeSelectorTerms: %s}}}".formatted(terms);
    assertThat(ClusterNode.among(GIVEN, placement(WorkloadKind.DEPLOYMENT, podSpec)))
        .isEqualTo(parsed(expected));
  }

  private static Set<Platform> platforms(WorkloadKind kind, String podSpec) {
    return ClusterNode.platforms(placement(kind, podSpec), NODES);
  }

  private static NodePlacement placement(WorkloadKind kind, String podSpec) {
    String path = kind.equals(WorkloadKind.POD) ? "" : "template:\n    spec:\n      ";
    String yaml = "metadata: {namespace: shop, name: cart}\nspec:\n  " + path + podSpec;
    try (JsonParser json = YAML.createParser(yaml)) {
      json.nextToken();
      return new WorkloadObject(PrunedObject.read(json, WorkloadObject.SHAPE))
          .workload(kind, "shop")
          .placement();
    }
  }

  private static ClusterNode node(String name, String platform, String labels, Taint... taints) {
    Platform is = Platform.parse(platform).orElseThrow();
    Map<String, String> all = new HashMap<>(ClusterNode.labels(is));
    Stream.of(labels.split(" "))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split("=", 2))
        .forEach(each -> all.put(each[0], each[1]));
    return new ClusterNode(name, is, all, Set.of(taints));
  }

  private static Taint taint(String key, String value) {
    return new Taint(key, value, "NoSchedule");
  }

  private static Set<Platform> parsed(String words) {
    return words == null || words.isEmpty()
        ? Set.of()
        : Stream.of(words.split(" "))
            .map(each -> Platform.parse(each).orElseThrow())
            .collect(Collectors.toSet());
  }
}
