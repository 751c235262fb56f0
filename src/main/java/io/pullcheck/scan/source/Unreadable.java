package io.pullcheck.scan.source;

/// A document cannot be read; the message says why, in one line.
final class Unreadable extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;

  /// @param line of the document, counted from 1
  Unreadable(int line, String what) {
    super(what);
    this.line = line;
  }

  int line() {
    return line;
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
