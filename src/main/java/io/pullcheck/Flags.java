package io.pullcheck;

import io.pullcheck.config.InvalidValue;
import java.util.function.Function;

/// Reads flags' values, naming the flag where one is refused.
final class Flags {

  private Flags() {}

  static <T> T value(String flag, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (InvalidValue e) {
      throw new InvalidFlag(flag, e);
    }
  }
}
