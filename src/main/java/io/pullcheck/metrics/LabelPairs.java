package io.pullcheck.metrics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The labels of a series as a scrape reads them: `{name="cart",namespace="shop"}`, in UTF-8. A
/// container's labels are in several families, and made once for all of them.
final class LabelPairs implements Comparable<LabelPairs> {

  static final LabelPairs NONE = new LabelPairs(new byte[0]);

  private final byte[] text;
  private final int hash;

  private LabelPairs(byte[] text) {
    this.text = text;
    this.hash = Arrays.hashCode(text);
  }

  /// @param namesAndValues a name and its value in turn; values may hold any text
  static LabelPairs of(String... namesAndValues) {
    StringBuilder pairs = new StringBuilder(256);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      append(pairs, namesAndValues[i], namesAndValues[i + 1]);
    }
    return new LabelPairs(pairs.append('}').toString().getBytes(StandardCharsets.UTF_8));
  }

  /// These and one more.
  LabelPairs with(String name, String value) {
    byte[] more = of(name, value).text;
    more[0] = ',';
    byte[] all = Arrays.copyOf(text, text.length - 1 + more.length);
    System.arraycopy(more, 0, all, text.length - 1, more.length);
    return new LabelPairs(all);
  }

  /// In UTF-8; not to be changed.
  byte[] text() {
    return text;
  }

  /// What the text format asks for: line feeds are no longer there.
  private static void append(StringBuilder pairs, String name, String value) {
    pairs.append(pairs.isEmpty() ? '{' : ',').append(name).append("=\"");
    String clean = LabelText.of(value);
    if (clean.indexOf('\\') >= 0 || clean.indexOf('"') >= 0) {
      clean = clean.replace("\\", "\\\\").replace("\"", "\\\"");
    }
    pairs.append(clean).append('"');
  }

  @Override
  public int compareTo(LabelPairs other) {
    return Arrays.compareUnsigned(text, other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelPairs pairs && Arrays.equals(text, pairs.text);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return new String(text, StandardCharsets.UTF_8);
  }
}
