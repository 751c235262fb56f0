package io.pullcheck.admission;

import io.pullcheck.model.PrintableText;
import java.util.ArrayList;
import java.util.List;

/// The warnings and refusals that the user reads. The API server drops a warning with a control
/// character or invalid UTF-8 in it, and cuts them when they are too long together, so this class
/// keeps them short and printable (`NewWarningHeader` in apimachinery's `net/http.go`; apiserver's
/// `filters/warning.go`).
final class WarningText {

  private static final int LONGEST = 250;
  private static final int MOST_LINES = 8;

  private WarningText() {}

  /// One line an image; past [#MOST_LINES] the last one counts the rest.
  static List<String> lines(List<Finding> findings) {
    if (findings.size() <= MOST_LINES) {
      return findings.stream().map(WarningText::line).toList();
    }
    int shown = MOST_LINES - 1;
    List<String> lines = new ArrayList<>();
    findings.stream().limit(shown).map(WarningText::line).forEach(lines::add);
    lines.add("and " + (findings.size() - shown) + " more images are not available");
    return lines;
  }

  /// `path: image text`; an image that would make it too long keeps its start and its end.
  static String line(Finding finding) {
    String before = finding.image().path() + ": ";
    String after = " " + PrintableText.of(finding.text());
    int room = LONGEST - before.length() - after.length();
    return before + PrintableText.of(finding.image().image(), room) + after;
  }
}
