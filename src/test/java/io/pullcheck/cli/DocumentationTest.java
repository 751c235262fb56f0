package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.testing.MetricNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/// The tables of the documentation are made from the code, and every link in it leads somewhere.
/// `-Dgolden.update=true` writes the tables anew.
final class DocumentationTest {

  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final int README_LINES = 150;
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#|<)([^)#]+)(#[^)]*)?\\)");

  @Test
  void theFlagsOfServe() throws IOException {
    String rows =
        Commands.commands().getSubcommands().get("serve").getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(DocumentationTest::row)
            .sorted()
            .collect(Collectors.joining());
    assertTable("docs/flags.md", "flags", "| flag | default | |\n| --- | --- | --- |\n" + rows);
  }

  private static String row(OptionSpec option) {
    String value = option.type() == boolean.class ? "" : "=" + option.paramLabel();
    String standard = String.valueOf(option.defaultValueString());
    boolean shown = !standard.isEmpty() && !standard.equals("null") && !standard.equals("[]");
    return "| `%s%s` | %s | %s |\n"
        .formatted(
            option.longestName(),
            value.replace("|", "\\|"),
            shown ? "`" + standard + "`" : "",
            String.join(" ", option.description()).replace("%%", "%").replace("|", "\\|"));
  }

  @Test
  void theReasons() throws IOException {
    String rows =
        Arrays.stream(Reason.values())
            .map(
                reason ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            reason.word(),
                            reason == Reason.RATE_LIMITED || reason == Reason.OVERLOADED
                                ? "the last one stays"
                                : "`" + reason.state().word() + "`",
                            reason.summary(),
                            reason.advice()))
            .collect(Collectors.joining());
    assertTable(
        "docs/reasons.md",
        "reasons",
        "| reason | state | the image … | what to do |\n| --- | --- | --- | --- |\n" + rows);
  }

  private static void assertTable(String file, String name, String table) throws IOException {
    Path path = Path.of(file);
    String text = Files.readString(path);
    int begin = text.indexOf("-->\n", text.indexOf("<!-- " + name)) + "-->\n".length();
    int end = text.indexOf("<!-- /" + name + " -->");
    String now = text.substring(0, begin) + "\n" + table + "\n" + text.substring(end);
    if (UPDATE) {
      Files.writeString(path, now);
    }
    assertThat(Files.readString(path))
        .as("run with -Dgolden.update=true to write it")
        .isEqualTo(now);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void eachStateIsAmongTheMetrics(State state) throws IOException {
    assertThat(Files.readString(Path.of("docs/metrics.md"))).contains("`" + state.word() + "`");
  }

  @Test
  void everyMetricThatAlertsMayNameIsDocumented() throws IOException {
    String prefix = "k8s_image_availability_exporter_";
    String text = Files.readString(Path.of("docs/metrics.md"));

    assertThat(MetricNames.KNOWN)
        .filteredOn(name -> name.startsWith(prefix))
        .allSatisfy(
            name ->
                assertThat(text)
                    .contains("`" + name.substring(prefix.length()).replaceFirst("_bucket$", "")));
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              docs.filter(page -> page.toString().endsWith(".md")),
              Stream.of(
                  Path.of("README.md"),
                  Path.of("CONTRIBUTING.md"),
                  Path.of("helm/pullcheck/README.md"),
                  Path.of("certs-scripts/README.md")))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFile(Path page) throws IOException {
    Path folder = page.toAbsolutePath().getParent();

    assertThat(LINK.matcher(Files.readString(page)).results().map(match -> match.group(1)))
        .allSatisfy(target -> assertThat(folder.resolve(target)).exists());
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(README_LINES);
  }
}
