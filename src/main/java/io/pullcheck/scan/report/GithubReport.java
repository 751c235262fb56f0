package io.pullcheck.scan.report;

import io.pullcheck.model.PrintableText;
import io.pullcheck.scan.source.Problem;
import io.pullcheck.scan.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Annotations of GitHub Actions. GitHub shows ten errors and ten warnings of a step; so there is
/// one for each image, at the first place that names it, and the tenth counts the rest. All of them
/// stand in the job summary.
public final class GithubReport {

  private static final int SHOWN = 10;

  private GithubReport() {}

  static String write(Findings findings) {
    List<String> lines = new ArrayList<>();
    lines.addAll(commands("error", "Image not available", findings.of(Certainty.UNAVAILABLE)));
    lines.addAll(commands("warning", "Image not verified", findings.of(Certainty.NOT_VERIFIED)));
    findings.problems().stream().limit(SHOWN).forEach(problem -> lines.add(command(problem)));
    lines.add(
        "%s: %d available, %d not available, %d not verified%s"
            .formatted(
                counted(findings.results().size(), "image"),
                findings.count(Certainty.AVAILABLE),
                findings.count(Certainty.UNAVAILABLE),
                findings.count(Certainty.NOT_VERIFIED),
                findings.problems().isEmpty() ? "" : "; not all of the input could be read"));
    return String.join("\n", lines) + "\n";
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static List<String> commands(String command, String title, List<Result> results) {
    boolean all = results.size() <= SHOWN;
    List<String> lines = new ArrayList<>();
    results.stream()
        .limit(all ? SHOWN : SHOWN - 1)
        .forEach(result -> lines.add(command(command, title, result)));
    if (!all) {
      lines.add(
          "::%s title=%s::and %d more images; all are in the job summary"
              .formatted(command, title, results.size() - (SHOWN - 1)));
    }
    return lines;
  }

  private static String command(String command, String title, Result result) {
    Optional<Source> place = result.inFile();
    String file =
        place
            .map(
                source ->
                    "file=%s,line=%d,".formatted(property(Places.path(source)), source.line()))
            .orElse("");
    int others = result.sources().size() - 1;
    String more = others > 0 ? " Named at " + counted(others, "more place") + "." : "";
    Optional<Source> user = place.or(() -> result.sources().stream().findFirst());
    return "::%s %stitle=%s::%s"
        .formatted(command, file, title, data(Places.message(result, user) + more));
  }

  private static String command(Problem problem) {
    return "::error file=%s,line=%d,title=Not readable::%s"
        .formatted(
            property(Places.path(problem.file())),
            Math.max(1, problem.line()),
            data(problem.what()));
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /// The job summary, in GitHub's Markdown.
  public static String summary(Findings findings) {
    StringBuilder text = new StringBuilder("### Images\n\n");
    text.append(findings.count(Certainty.AVAILABLE)).append(" available, ");
    text.append(findings.count(Certainty.UNAVAILABLE)).append(" not available, ");
    text.append(findings.count(Certainty.NOT_VERIFIED)).append(" not verified\n");
    List<Result> problems = new ArrayList<>(findings.of(Certainty.UNAVAILABLE));
    problems.addAll(findings.of(Certainty.NOT_VERIFIED));
    if (!problems.isEmpty()) {
      text.append("\n| image | problem | used by | what to do |\n| --- | --- | --- | --- |\n");
      problems.forEach(result -> row(text, result));
    }
    findings
        .problems()
        .forEach(
            problem -> text.append("\nNot read: ").append(cell(problem.toString())).append('\n'));
    return text.toString();
  }

  private static void row(StringBuilder text, Result result) {
    List<String> users =
        result.sources().stream().map(GithubReport::user).map(GithubReport::cell).toList();
    text.append("| `").append(cell(result.image()).replace("`", "'"));
    text.append("` | ").append(cell(result.summary()));
    text.append(" | ").append(String.join("<br>", users));
    text.append(" | ").append(cell(result.help())).append(" |\n");
  }

  private static String user(Source source) {
    return source.isObject() ? source.object() + " " + source.position() : source.position();
  }

  private static String cell(String text) {
    return PrintableText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("|", "\\|")
        .strip();
  }
}
