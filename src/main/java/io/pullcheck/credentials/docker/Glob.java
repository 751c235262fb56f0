package io.pullcheck.credentials.docker;

/// Go's `filepath.Match`, without escapes and `?`, which no part of a host can have: `*` and
/// classes of characters such as `[a-c]` or `[^x]`. A malformed pattern matches nothing.
final class Glob {

  private static final int NONE = -1;

  private Glob() {}

  /// Takes time proportional to the product of both lengths at most.
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = NONE;
    int starText = 0;
    while (t < text.length()) {
      int next = one(pattern, p, text.charAt(t));
      if (next != NONE) {
        p = next;
        t++;
      } else if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starText = t;
      } else if (star != NONE) {
        p = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(rest -> rest == '*');
  }

  /// The index behind the pattern's character or class at index `at` if that matches the character,
  /// else `NONE`.
  private static int one(String pattern, int at, char character) {
    if (at >= pattern.length() || pattern.charAt(at) == '*') {
      return NONE;
    }
    if (pattern.charAt(at) == '[') {
      return inClass(pattern, at + 1, character);
    }
    return pattern.charAt(at) == character ? at + 1 : NONE;
  }

  private static int inClass(String pattern, int from, char character) {
    int end = pattern.indexOf(']', from);
    if (end < 0) {
      return NONE;
    }
    boolean negated = pattern.charAt(from) == '^';
    boolean found = false;
    int i = negated ? from + 1 : from;
    boolean malformed = i == end;
    while (i < end && !malformed) {
      char low = pattern.charAt(i);
      boolean range = pattern.charAt(i + 1) == '-';
      char high = range ? pattern.charAt(i + 2) : low;
      malformed = low == '-' || high == ']' || (range && high == '-');
      found |= low <= character && character <= high;
      i += range ? 3 : 1;
    }
    return !malformed && found != negated ? end + 1 : NONE;
  }
}
