package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The README says of flags and reasons what the code says.
final class ReadmeTest {

  private static final Pattern FLAG = Pattern.compile("`(--[a-z-]+)");
  private static String readme = "";

  @BeforeAll
  static void read() throws IOException {
    readme = Files.readString(Path.of("README.md"));
  }

  @Test
  void theTableHasExactlyTheFlagsThatServeTakes() {
    String table = section("## Flags of `serve`", "### Which addresses");
    Set<String> documented =
        table
            .lines()
            .filter(line -> line.startsWith("| `--"))
            .map(line -> line.substring(0, line.indexOf('|', 1)))
            .flatMap(cell -> FLAG.matcher(cell).results().map(match -> match.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> taken =
        new TreeSet<>(
            Commands.commands()
                .getSubcommands()
                .get("serve")
                .getCommandSpec()
                .optionsMap()
                .keySet());
    taken.removeIf(
        name -> !name.startsWith("--") || name.equals("--help") || name.equals("--version"));

    assertThat(documented).isEqualTo(taken);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void eachReasonStandsWithItsWordsAndAdvice(Reason reason) {
    String state =
        reason == Reason.RATE_LIMITED || reason == Reason.OVERLOADED
            ? "the last one stays"
            : "`" + reason.state().word() + "`";

    assertThat(readme)
        .contains(
            "| `%s` | %s | %s | %s |"
                .formatted(reason.word(), state, reason.summary(), reason.advice()));
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void eachStateIsAmongTheMetrics(State state) {
    assertThat(section("## Metrics", "## Reasons")).contains("`" + state.word() + "`");
  }

  private static String section(String from, String to) {
    return readme.substring(readme.indexOf(from), readme.indexOf(to));
  }
}
