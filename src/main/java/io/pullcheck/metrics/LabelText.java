package io.pullcheck.metrics;

/// Makes text that users choose fit for the value of a label: `image:` in a workload may be any
/// string of up to a megabyte.
final class LabelText {

  /// In characters; no valid reference is longer.
  private static final int LONGEST = 1024;

  private static final char REPLACEMENT = '\uFFFD';

  private LabelText() {}

  /// The text without what follows the first 1024 characters, and with U+FFFD in place of control
  /// characters and single surrogates.
  static String of(String text) {
    int end = Math.min(text.length(), LONGEST);
    int clean = 0;
    while (clean < end && isPlain(text.charAt(clean))) {
      clean++;
    }
    return clean == text.length() ? text : cleaned(text, clean, end);
  }

  private static String cleaned(String text, int clean, int end) {
    StringBuilder result = new StringBuilder(end).append(text, 0, clean);
    for (int i = clean; i < end; i++) {
      char c = text.charAt(i);
      boolean pair = i + 1 < end && Character.isSurrogatePair(c, text.charAt(i + 1));
      if (pair) {
        result.append(c).append(text.charAt(++i));
      } else {
        result.append(isPlain(c) ? c : REPLACEMENT);
      }
    }
    return result.toString();
  }

  private static boolean isPlain(char c) {
    boolean ascii = c >= ' ' && c <= '~';
    return ascii || !(Character.isISOControl(c) || Character.isSurrogate(c));
  }
}
