package io.pullcheck.admission;

import io.pullcheck.model.PrintableText;
import java.util.ArrayList;
import java.util.List;

/// The warnings that the user reads: who speaks, of which object and container, and what is wrong.
/// kubectl prints a text once, however many objects it holds for, so each line names its object.
///
/// The API server drops a warning with a control character or invalid UTF-8 in it, and cuts them
/// when they are too long together, so this class keeps them short and printable
/// (`NewWarningHeader` in apimachinery's `net/http.go`; apiserver's `filters/warning.go`).
final class WarningText {

  private static final String SPEAKER = "pullcheck: ";
  private static final int LONGEST = 250;
  private static final int LONGEST_KIND = 24;
  // Half of a line is left for the object, the container and the image.
  private static final int LONGEST_TEXT = 125;
  private static final int LONGEST_TEXT_OF_EVICTION = 90;
  private static final int MOST_LINES = 8;

  private WarningText() {}

  /// One line an image; past [#MOST_LINES] the last one counts the rest.
  static List<String> lines(Subject subject, List<Finding> findings) {
    if (findings.size() <= MOST_LINES) {
      return findings.stream().map(finding -> line(subject, finding)).toList();
    }
    int shown = MOST_LINES - 1;
    List<String> lines = new ArrayList<>();
    findings.stream().limit(shown).map(finding -> line(subject, finding)).forEach(lines::add);
    String rest = ": " + (findings.size() - shown) + " more images are not available";
    lines.add(shortest(SPEAKER + kind(subject) + " ", List.of(object(subject)), List.of(rest)));
    return lines;
  }

  /// `pullcheck: Deployment shop/cart, container main: image text`. Of names that would make it too
  /// long, the longest are cut, and keep their start and their end.
  static String line(Subject subject, Finding finding) {
    return shortest(
        SPEAKER + kind(subject) + " ",
        List.of(
            object(subject),
            PrintableText.of(finding.image().placeName()),
            PrintableText.of(finding.image().image())),
        List.of(
            ", " + finding.image().place() + " ",
            ": ",
            " " + PrintableText.of(finding.text(), LONGEST_TEXT)));
  }

  /// `pullcheck: pod shop/cart-0: image text: its replacement will not start on another node`, one
  /// line an image; past [#MOST_LINES] the last one counts the rest.
  ///
  /// @param more goes on after each line
  static List<String> evictions(Evictions.Request pod, List<Finding> gone, String more) {
    int shown = gone.size() <= MOST_LINES ? gone.size() : MOST_LINES - 1;
    List<String> lines = new ArrayList<>();
    gone.stream().limit(shown).map(finding -> eviction(pod, finding, more)).forEach(lines::add);
    if (shown < gone.size()) {
      String rest = ": " + (gone.size() - shown) + " more of its images are not available";
      lines.add(shortest(SPEAKER + "pod ", List.of(object(pod)), List.of(rest)));
    }
    return lines;
  }

  private static String eviction(Evictions.Request pod, Finding finding, String more) {
    String text = PrintableText.of(finding.text(), LONGEST_TEXT_OF_EVICTION);
    return shortest(
        SPEAKER + "pod ",
        List.of(object(pod), PrintableText.of(finding.image().image())),
        List.of(": ", " " + text + ": its replacement will not start on another node" + more));
  }

  private static String object(Evictions.Request pod) {
    return PrintableText.of(pod.namespace() + "/" + pod.pod());
  }

  /// What is said where the namespace's label does not choose a mode.
  static String unknownMode(String namespace) {
    return SPEAKER
        + "Namespace "
        + PrintableText.of(namespace)
        + ": the value of its label "
        + Mode.LABEL
        + " is unknown, so it only warns; set it to warn, deny or off";
  }

  private static String kind(Subject subject) {
    return PrintableText.of(subject.kind(), LONGEST_KIND);
  }

  private static String object(Subject subject) {
    return PrintableText.of(subject.namespace() + "/" + subject.name());
  }

  /// The names with the words around them.
  ///
  /// @param after what stands after each of the names
  private static String shortest(String before, List<String> names, List<String> after) {
    int room = LONGEST - before.length() - after.stream().mapToInt(String::length).sum();
    int longest = longest(names, room);
    StringBuilder line = new StringBuilder(before);
    for (int i = 0; i < names.size(); i++) {
      line.append(PrintableText.of(names.get(i), longest)).append(after.get(i));
    }
    return line.toString();
  }

  /// How long each may be so that all fit: what short ones do not use, the long ones share.
  private static int longest(List<String> texts, int room) {
    int left = room;
    int sharing = texts.size();
    for (int length : texts.stream().mapToInt(String::length).sorted().toArray()) {
      if (length > left / sharing) {
        return left / sharing;
      }
      left -= length;
      sharing--;
    }
    return room;
  }
}
