package io.pullcheck.scan.report;

import io.pullcheck.model.PrintableText;
import io.pullcheck.model.Reason;
import io.pullcheck.scan.source.Problem;
import io.pullcheck.scan.source.Source;

/// JUnit's XML as Jenkins and GitLab read it: a test case for each image, which fails if the image
/// is not available and has an error if it could not be verified. One that was not checked is
/// skipped.
final class JunitReport {

  private JunitReport() {}

  static String write(Findings findings) {
    long failures = findings.count(Certainty.UNAVAILABLE);
    long skipped = findings.results().stream().filter(result -> result.checked().isEmpty()).count();
    long errors = findings.count(Certainty.NOT_VERIFIED) - skipped + findings.problems().size();
    String counts =
        "name=\"pullcheck\" tests=\"%d\" failures=\"%d\" errors=\"%d\""
            .formatted(findings.results().size() + findings.problems().size(), failures, errors);
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites ").append(counts).append(">\n");
    xml.append("  <testsuite ").append(counts);
    xml.append(" skipped=\"").append(skipped).append("\">\n");
    findings.results().forEach(result -> write(xml, result));
    findings.problems().forEach(problem -> write(xml, problem));
    xml.append("  </testsuite>\n</testsuites>\n");
    return xml.toString();
  }

  private static void write(StringBuilder xml, Result result) {
    xml.append("    <testcase name=\"").append(escaped(result.image()));
    xml.append("\" classname=\"").append(escaped(result.registry().orElse("pullcheck")));
    if (result.certainty() == Certainty.AVAILABLE) {
      xml.append("\"/>\n");
      return;
    }
    xml.append("\">\n      ");
    String message = escaped(result.summary());
    if (result.checked().isEmpty()) {
      xml.append("<skipped message=\"").append(message).append("\"/>\n");
    } else {
      String element = result.certainty() == Certainty.UNAVAILABLE ? "failure" : "error";
      xml.append('<').append(element);
      xml.append(" type=\"").append(result.reason().map(Reason::word).orElse(""));
      xml.append("\" message=\"").append(message).append("\">");
      xml.append(escaped(result.help()));
      result.sources().forEach(source -> xml.append('\n').append(escaped(place(source))));
      xml.append("</").append(element).append(">\n");
    }
    xml.append("    </testcase>\n");
  }

  private static void write(StringBuilder xml, Problem problem) {
    xml.append("    <testcase name=\"").append(escaped(problem.position()));
    xml.append("\" classname=\"pullcheck\">\n      <error type=\"unreadable\" message=\"");
    xml.append(escaped(problem.what())).append("\"/>\n    </testcase>\n");
  }

  private static String place(Source source) {
    return (source.isObject() ? source.object() + ", container " + source.container() + " " : "")
        + source.position();
  }

  private static String escaped(String text) {
    return PrintableText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
