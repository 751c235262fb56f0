package io.pullcheck.model;

/// Makes text that users choose, such as an image, fit for a line that others read: a warning, an
/// Event, a log.
public final class PrintableText {

  private static final String CUT = "...";

  private PrintableText() {}

  /// Each character that is not printable ASCII becomes a question mark; a valid reference has
  /// none. One character is one byte of the result.
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(each -> printable.append(each >= ' ' && each <= '~' ? (char) each : '?'));
    return printable.toString();
  }

  /// As [#of], with the middle cut out if it is longer than that: start and end tell most.
  ///
  /// @param longest in characters; a text is never cut to less than three dots
  public static String of(String text, int longest) {
    String printable = of(text);
    if (printable.length() <= longest) {
      return printable;
    }
    int kept = Math.max(0, longest - CUT.length());
    int end = kept / 2;
    return printable.substring(0, kept - end) + CUT + printable.substring(printable.length() - end);
  }
}
