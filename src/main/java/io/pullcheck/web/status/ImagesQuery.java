package io.pullcheck.web.status;

import io.pullcheck.model.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The query parameters of `/api/v1/images`.
///
/// @param filter which rows
/// @param order in which order
/// @param reversed whether the last of that order comes first
/// @param grouping by what they are grouped, if they are
/// @param offset how many rows to skip
/// @param limit the largest number of rows to return
record ImagesQuery(
    Filter filter,
    ImageOrder order,
    boolean reversed,
    Optional<Grouping> grouping,
    int offset,
    int limit) {

  /// Which rows a query is about.
  ///
  /// @param state only rows in that state, as in [ImageRow#state]
  /// @param namespace only images that workloads of that namespace use
  /// @param registry only images of that registry host
  /// @param image in lower case; only rows whose image contains it in any case
  /// @param text in lower case; only rows whose image, or a workload's namespace or name, contains
  ///   it in any case
  record Filter(
      Optional<String> state,
      Optional<String> namespace,
      Optional<String> registry,
      Optional<String> image,
      Optional<String> text) {

    boolean matches(ImageFinding finding) {
      return registry.map(finding.registry()::equals).orElse(true)
          && image.map(finding::names).orElse(true)
          && text.map(finding::mentions).orElse(true);
    }

    boolean matchesState(ImageFinding finding) {
      return state.map(finding.key().stateWord()::equals).orElse(true);
    }
  }

  /// The state of an image that was not checked yet.
  static final String UNCHECKED = "unchecked";

  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1000;
  private static final Set<String> PARAMETERS =
      Set.of("state", "namespace", "registry", "image", "q", "sort", "group", "offset", "limit");

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
    Optional<String> sort = first(parameters, "sort");
    return new ImagesQuery(
        new Filter(
            state(parameters),
            first(parameters, "namespace"),
            first(parameters, "registry"),
            first(parameters, "image").map(text -> text.toLowerCase(Locale.ROOT)),
            first(parameters, "q").map(text -> text.toLowerCase(Locale.ROOT))),
        order(sort),
        sort.filter(word -> word.startsWith("-")).isPresent(),
        grouping(parameters),
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

  private static ImageOrder order(Optional<String> sort) throws Refused {
    if (sort.isEmpty()) {
      return ImageOrder.STATE;
    }
    String word = sort.get().startsWith("-") ? sort.get().substring(1) : sort.get();
    return ImageOrder.named(word)
        .orElseThrow(
            () ->
                new Refused(
                    "sort must be one of "
                        + sorted(ImageOrder.words())
                        + ", with a - in front for the reverse"));
  }

  private static Optional<Grouping> grouping(Map<String, List<String>> parameters) throws Refused {
    Optional<String> word = first(parameters, "group");
    Optional<Grouping> grouping = word.flatMap(Grouping::named);
    if (word.isPresent() && grouping.isEmpty()) {
      throw new Refused("group must be one of " + sorted(Grouping.words()));
    }
    return grouping;
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

  private static String sorted(Collection<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }
}
