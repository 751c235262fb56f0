package io.pullcheck.scan.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.scan.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The samples of docs/ci.md are what the program prints, letter by letter; `…` stands for what is
/// left out.
final class DocumentedReportsTest {

  private static final String HOST = "127.0.0.1:5000";
  private static final Instant NOW = Instant.parse("2026-11-26T04:30:37Z");
  private static final Findings FINDINGS =
      new Findings(
          List.of(
              result(
                  "/shop/cart:v42",
                  Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN),
                  source("Deployment", 0, "main", 13),
                  source("Rollout", 0, "main", 24)),
              result(
                  "/shop/web:v1",
                  new Verdict.Available(Optional.of("sha256:" + "0".repeat(64))),
                  source("Rollout", 1, "web", 26))),
          List.of());

  private static Result result(String image, Verdict verdict, Source... sources) {
    return new Result(
        HOST + image,
        Optional.of(HOST),
        Optional.of(new CheckedVerdict(verdict, NOW)),
        List.of(),
        List.of(sources));
  }

  private static Source source(String kind, int index, String container, int line) {
    String path = "spec.template.spec.containers[" + index + "].image";
    return new Source("shop", kind, "cart", container, path, "deploy/shop.yaml", line);
  }

  /// The first block of code behind the words that begin with the format's flag.
  private static String sample(Report report) throws IOException {
    String page = Files.readString(Path.of("docs/ci.md"));
    String flag = "\n`-o " + report + "`";
    assertThat(page).contains(flag);
    return page.substring(page.indexOf(flag) + 1)
        .lines()
        .dropWhile(line -> !line.startsWith("    "))
        .takeWhile(line -> line.isEmpty() || line.startsWith("    "))
        .map(line -> line.isEmpty() ? "" : line.substring(4))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  @ParameterizedTest
  @EnumSource(Report.class)
  void aSampleIsWhatIsPrinted(Report report) throws IOException {
    String regex =
        Arrays.stream(sample(report).split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));

    assertThat(report.write(FINDINGS, "0.1.0", false).strip())
        .matches(Pattern.compile(regex, Pattern.DOTALL));
  }
}
