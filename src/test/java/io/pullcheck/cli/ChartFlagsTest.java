package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.ServeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The chart's flags are those of `serve`. What the chart renders stands in the golden files of its
/// own tests.
final class ChartFlagsTest {

  /// The chart leaves these as they are: ports and access are those of a pod, and an address guard
  /// is not to be opened in a cluster.
  private static final List<String> LEFT_ALONE =
      List.of(
          "--allow-loopback-registries",
          "--bind-address",
          "--help",
          "--kubeconfig",
          "--namespace",
          "--version",
          "--webhook-bind-address");

  static List<Path> rendered() throws IOException {
    try (Stream<Path> cases = Files.list(Path.of("src/test/resources/helm"))) {
      return cases.map(it -> it.resolve("manifests.yaml")).sorted().toList();
    }
  }

  /// The container's arguments, as the kubelet hands them over.
  private static List<String> arguments(Path manifests) throws IOException {
    var yaml = Files.readString(manifests);
    try (MappingIterator<JsonNode> objects =
        new YAMLMapper().readerFor(JsonNode.class).readValues(yaml)) {
      return objects.readAll().stream()
          .map(it -> it.at("/spec/template/spec/containers/0/args"))
          .filter(JsonNode::isArray)
          .flatMap(JsonNode::valueStream)
          .map(it -> it.asString().replace("$(SHARD)", "2").replace("$$", "$"))
          .toList();
    }
  }

  private static ServeConfig parse(List<String> arguments) {
    CommandLine commands = Commands.commands();
    var words = Arguments.normalise(arguments.toArray(String[]::new), commands);
    var parsed = commands.parseArgs(words.toArray(String[]::new));
    return ((ServeCommand) parsed.subcommand().commandSpec().userObject()).config();
  }

  @ParameterizedTest
  @MethodSource("rendered")
  void serveTakesWhatTheChartRenders(Path manifests) throws IOException {
    var arguments = arguments(manifests);

    assertThat(arguments).startsWith("serve");
    assertThat(parse(arguments)).isNotNull();
  }

  @Test
  void theChartsDefaultsAreTheProgramsOwn() throws IOException {
    var chart = parse(arguments(Path.of("src/test/resources/helm/default/manifests.yaml")));
    var program = parse(List.of("serve"));

    assertThat(chart.servers()).isEqualTo(program.servers());
    assertThat(chart.checks()).isEqualTo(program.checks());
    assertThat(chart.cluster()).isEqualTo(program.cluster());
    assertThat(chart.nodeCredentials()).isEqualTo(program.nodeCredentials());
    assertThat(chart.tls()).isEqualTo(program.tls());
    assertThat(chart.log()).isEqualTo(program.log());
    assertThat(chart.selection().kinds()).isEqualTo(program.selection().kinds());
    assertThat(chart.registries().verify()).isEqualTo(program.registries().verify());
    assertThat(chart.registries().defaultRegistry())
        .isEqualTo(program.registries().defaultRegistry());
  }

  @Test
  void everyFlagIsRenderedByOneOfTheCasesOrLeftAlone() throws IOException {
    var flags = new TreeSet<>(LEFT_ALONE);
    for (var manifests : rendered()) {
      arguments(manifests).stream()
          .filter(it -> it.startsWith("--"))
          .map(it -> it.replaceAll("=.*", ""))
          .forEach(flags::add);
    }

    var known =
        Commands.commands().getSubcommands().get("serve").getCommandSpec().optionsMap().keySet();

    assertThat(flags).containsAll(known.stream().filter(it -> it.startsWith("--")).toList());
  }
}
