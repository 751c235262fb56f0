package io.pullcheck.scan.source;

import java.util.Objects;

/// Something of the input that cannot be read. The rest is checked all the same.
///
/// @param line counted from 1; 0 where it is about the whole file
/// @param what is wrong, in our own words
public record Problem(String file, int line, String what) {
  public Problem {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(what, "what");
  }

  /// `cart.yaml:14`.
  public String position() {
    return line > 0 ? file + ":" + line : file;
  }

  /// One line: `cart.yaml:14: the key 'image' stands twice, first in line 12`.
  @Override
  public String toString() {
    return position() + ": " + what;
  }
}
