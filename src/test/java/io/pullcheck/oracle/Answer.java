package io.pullcheck.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A scripted answer.
///
/// @param headers as they are sent, with repetitions
/// @param sized whether the length of the body is announced
record Answer(int status, List<String> headers, String body, boolean sized) {

  Answer {
    headers = List.copyOf(headers);
  }

  static Answer of(int status) {
    return new Answer(status, List.of(), "", true);
  }

  static Answer json(int status, String body) {
    return of(status).with("Content-Type", "application/json").body(body);
  }

  Answer with(String name, String value) {
    List<String> more = new ArrayList<>(without(name).headers);
    more.add(name + ": " + value);
    return new Answer(status, more, body, sized);
  }

  /// The header once more.
  Answer and(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name + ": " + value);
    return new Answer(status, more, body, sized);
  }

  Answer without(String name) {
    return new Answer(
        status, headers.stream().filter(line -> !isOf(line, name)).toList(), body, sized);
  }

  Answer body(String text) {
    return new Answer(status, headers, text, sized);
  }

  Answer status(int other) {
    return new Answer(other, headers, body, sized);
  }

  Answer unsized() {
    return new Answer(status, headers, body, false);
  }

  boolean has(String name) {
    return headers.stream().anyMatch(line -> isOf(line, name));
  }

  private static boolean isOf(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
  }
}
