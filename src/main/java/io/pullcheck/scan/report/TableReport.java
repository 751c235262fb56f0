package io.pullcheck.scan.report;

import io.pullcheck.model.PrintableText;
import io.pullcheck.model.Reason;
import io.pullcheck.rescue.Rescue;
import io.pullcheck.scan.source.Source;
import java.util.ArrayList;
import java.util.List;

/// The results for people, by image: first those that are not available, with the reason as a
/// sentence, what to do, and who uses the image.
final class TableReport {

  private static final String INDENT = "    ";
  // What the summaries of warnings begin with; here the words in front of the image say it.
  private static final String SAID_ALREADY = "^not verified: ";
  // Places that are shown of an image that is not available.
  private static final int MOST_PLACES = 10;

  private final boolean colours;
  private final StringBuilder text = new StringBuilder();

  TableReport(boolean colours) {
    this.colours = colours;
  }

  private enum Colour {
    RED("31;1"),
    YELLOW("33;1"),
    GREEN("32"),
    FAINT("2");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  private String in(Colour colour, String words) {
    return colours ? "\u001B[" + colour.code + "m" + words + "\u001B[0m" : words;
  }

  String write(Findings findings) {
    findings
        .of(Certainty.UNAVAILABLE)
        .forEach(result -> problem(result, Colour.RED, "NOT AVAILABLE"));
    findings.of(Certainty.NOT_VERIFIED).stream()
        .filter(result -> result.checked().isPresent())
        .forEach(result -> problem(result, Colour.YELLOW, "NOT VERIFIED"));
    // After Ctrl-C these may be thousands, and all that is known of each is its name.
    images(
        Colour.YELLOW,
        "NOT CHECKED",
        findings.of(Certainty.NOT_VERIFIED).stream()
            .filter(result -> result.checked().isEmpty())
            .toList());
    images(Colour.GREEN, "AVAILABLE", findings.of(Certainty.AVAILABLE));
    text.append(count(findings)).append('\n');
    return text.toString();
  }

  private void problem(Result result, Colour colour, String words) {
    text.append(in(colour, words))
        .append("  ")
        .append(PrintableText.of(result.image()))
        .append('\n');
    line(sentence(result));
    if (!result.advice().isEmpty()) {
      line(result.advice());
    }
    for (Rescue way : result.rescues()) {
      line(way.text());
      line("    " + way.command());
    }
    places(result.sources());
    text.append('\n');
  }

  private static String sentence(Result result) {
    String summary = PrintableText.of(result.summary()).replaceFirst(SAID_ALREADY, "");
    String word = result.reason().map(Reason::word).map(each -> " [" + each + "]").orElse("");
    return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + "." + word;
  }

  private void places(List<Source> sources) {
    List<String> places = new ArrayList<>();
    sources.stream().limit(MOST_PLACES).map(this::place).forEach(places::add);
    int more = sources.size() - MOST_PLACES;
    if (more > 0) {
      places.add("and " + more + (more == 1 ? " more place" : " more places"));
    }
    for (int i = 0; i < places.size(); i++) {
      line((i == 0 ? "Used by " : "        ") + places.get(i));
    }
  }

  private String place(Source source) {
    if (!source.isObject()) {
      return PrintableText.of(source.position());
    }
    String object = PrintableText.of(source.object() + ", container " + source.container());
    String position = PrintableText.of(source.position());
    return position.isEmpty() ? object : object + "  " + in(Colour.FAINT, position);
  }

  private void line(String words) {
    text.append(INDENT).append(words).append('\n');
  }

  private void images(Colour colour, String words, List<Result> results) {
    for (Result result : results) {
      text.append(in(colour, words))
          .append("  ")
          .append(PrintableText.of(result.image()))
          .append('\n');
    }
    if (!results.isEmpty()) {
      text.append('\n');
    }
  }

  private static String count(Findings findings) {
    int all = findings.results().size();
    StringBuilder line = new StringBuilder();
    line.append(all).append(all == 1 ? " image: " : " images: ");
    line.append(findings.count(Certainty.AVAILABLE)).append(" available");
    line.append(", ").append(findings.count(Certainty.UNAVAILABLE)).append(" not available");
    long unknown = findings.count(Certainty.NOT_VERIFIED);
    line.append(unknown == 0 ? "" : ", " + unknown + " not verified");
    int unread = findings.problems().size();
    return line.append(unread == 0 ? "" : "; not all of the input could be read").toString();
  }
}
