package io.pullcheck.web.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The rows of a table that a query asks for, before they are cut into pages. Pure.
///
/// @param inAnyState the findings that the query is about, if its `state` is left out, sorted
/// @param rows those in the state, sorted, group after group
/// @param groups how many rows the groups have, in their order; empty if there are none
record Selection(List<ImageFinding> inAnyState, List<Placed> rows, Map<String, Group> groups) {

  /// A finding in a group, or in none.
  record Placed(ImageFinding finding, Optional<String> group) {

    ImageRow row() {
      return finding.row(group);
    }
  }

  /// Rows that stand together.
  ///
  /// @param name of a registry, a namespace or a workload: `shop/deployment/cart`
  /// @param total how many rows it has on all pages
  /// @param unavailable how many of these are known not to be available
  record Group(String name, int total, int unavailable) {

    // Those with most trouble first.
    private static final Comparator<Group> ORDER =
        Comparator.comparingInt(Group::unavailable).reversed().thenComparing(Group::name);

    private static Group of(String name, List<ImageFinding> findings) {
      int unavailable = (int) findings.stream().filter(ImageFinding::isUnavailable).count();
      return new Group(name, findings.size(), unavailable);
    }
  }

  static Selection of(ImageTable table, ImagesQuery query) {
    List<ImageFinding> inAnyState =
        candidates(table, query).filter(query.filter()::matches).toList();
    List<ImageFinding> found = inAnyState.stream().filter(query.filter()::matchesState).toList();
    return query.grouping().isPresent()
        ? grouped(inAnyState, found, query, query.grouping().get())
        : new Selection(
            inAnyState,
            found.stream().map(finding -> new Placed(finding, Optional.empty())).toList(),
            Map.of());
  }

  private static Stream<ImageFinding> candidates(ImageTable table, ImagesQuery query) {
    Stream<ImageFinding> sorted = table.sorted(query.order(), query.reversed()).stream();
    Optional<String> namespace = query.filter().namespace();
    return namespace.isEmpty()
        ? sorted
        : sorted
            .flatMap(finding -> finding.usedIn(namespace.get()).stream())
            // What counts are the users of that namespace alone.
            .sorted(query.order().comparator(query.reversed()));
  }

  private static Selection grouped(
      List<ImageFinding> inAnyState,
      List<ImageFinding> found,
      ImagesQuery query,
      Grouping grouping) {
    Map<String, List<ImageFinding>> members = new LinkedHashMap<>();
    for (ImageFinding finding : found) {
      grouping
          .groups(finding)
          .forEach((name, part) -> members.computeIfAbsent(name, _ -> new ArrayList<>()).add(part));
    }
    Comparator<ImageFinding> order = query.order().comparator(query.reversed());
    Map<String, Group> groups = new LinkedHashMap<>();
    List<Placed> rows = new ArrayList<>();
    members.entrySet().stream()
        .map(each -> Group.of(each.getKey(), each.getValue()))
        .sorted(Group.ORDER)
        .forEach(group -> groups.put(group.name(), group));
    groups
        .keySet()
        .forEach(
            name ->
                members.getOrDefault(name, List.of()).stream()
                    .sorted(order)
                    .forEach(part -> rows.add(new Placed(part, Optional.of(name)))));
    return new Selection(inAnyState, rows, groups);
  }
}
