package io.pullcheck.web.status;

import io.pullcheck.model.State;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Stream;

/// The answer of `/api/v1/images`.
///
/// @param view on a replica that does not lead, whose verdicts these are; else empty
/// @param total how many rows there are on all pages
/// @param counts how many images there are in each state, if the query's `state` is left out
/// @param states every state, the worst first
/// @param namespaces every namespace that uses an image, whatever the query
/// @param registries every registry host that an image names, whatever the query
/// @param images the rows of this page
/// @param groups those of which this page has rows, in their order
record ImagesPage(
    String view,
    int total,
    int offset,
    int limit,
    Map<String, Integer> counts,
    List<String> states,
    SortedSet<String> namespaces,
    SortedSet<String> registries,
    List<ImageRow> images,
    List<Selection.Group> groups) {

  private static final List<String> STATES =
      Stream.concat(
              Arrays.stream(State.values()).sorted(Comparator.reverseOrder()).map(State::word),
              Stream.of(ImagesQuery.UNCHECKED))
          .toList();

  /// Pure.
  static ImagesPage of(ImageTable table, String view, ImagesQuery query) {
    Selection selection = Selection.of(table, query);
    List<Selection.Placed> page =
        selection.rows().stream().skip(query.offset()).limit(query.limit()).toList();
    return new ImagesPage(
        view,
        selection.rows().size(),
        query.offset(),
        query.limit(),
        count(selection.inAnyState()),
        STATES,
        table.namespaces(),
        table.registries(),
        page.stream().map(Selection.Placed::row).toList(),
        page.stream()
            .flatMap(placed -> placed.group().stream())
            .distinct()
            .map(selection.groups()::get)
            .filter(Objects::nonNull)
            .toList());
  }

  private static Map<String, Integer> count(List<ImageFinding> findings) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    STATES.forEach(state -> counts.put(state, 0));
    findings.forEach(finding -> counts.merge(finding.key().stateWord(), 1, Integer::sum));
    return counts;
  }
}
