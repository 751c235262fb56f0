package io.pullcheck.web;

import io.pullcheck.model.State;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The query parameters of `/api/v1/images`.
///
/// @param state only rows in that state, as in [ImageRow#state]
/// @param namespace only images that workloads of that namespace use
/// @param registry only images of that registry host
/// @param text in lower case; only rows whose image, or a workload's namespace or name, contains it
///   in any case
/// @param offset how many rows to skip
/// @param limit the largest number of rows to return
record ImagesQuery(
    Optional<String> state,
    Optional<String> namespace,
    Optional<String> registry,
    Optional<String> text,
    int offset,
    int limit) {

  /// The state of an image that was not checked yet.
  static final String UNCHECKED = "unchecked";

  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1000;
  private static final Set<String> PARAMETERS =
      Set.of("state", "namespace", "registry", "q", "offset", "limit");

  /// A query is refused. The message is one line that says what is wrong and what is allowed.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String line) {
      super(line);
    }
  }

  /// @param parameters of the URL, decoded; the first of several values counts, and an empty one
  ///   counts as missing
  static ImagesQuery of(Map<String, List<String>> parameters) throws Refused {
    for (String name : parameters.keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw new Refused("unknown parameter; allowed are " + sorted(PARAMETERS));
      }
    }
    return new ImagesQuery(
        state(parameters),
        first(parameters, "namespace"),
        first(parameters, "registry"),
        first(parameters, "q").map(text -> text.toLowerCase(Locale.ROOT)),
        number(parameters, "offset", 0, Integer.MAX_VALUE, 0),
        number(parameters, "limit", 1, LARGEST_LIMIT, DEFAULT_LIMIT));
  }

  private static Optional<String> first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(value -> !value.isEmpty());
  }

  private static Optional<String> state(Map<String, List<String>> parameters) throws Refused {
    Set<String> allowed =
        Arrays.stream(State.values()).map(State::word).collect(Collectors.toSet());
    allowed.add(UNCHECKED);
    Optional<String> state = first(parameters, "state");
    if (state.isPresent() && !allowed.contains(state.get())) {
      throw new Refused("state must be one of " + sorted(allowed));
    }
    return state;
  }

  private static int number(
      Map<String, List<String>> parameters, String name, int least, int most, int otherwise)
      throws Refused {
    Optional<String> value = first(parameters, name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw new Refused(name + " must be a number from " + least + " to " + most);
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }
}
