package io.pullcheck.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The kinds that are looked at: those of Kubernetes itself, and the rows of the configuration. How
/// a row's kind is called, the API server says; it may have the resource later, or no longer. Safe
/// for use by many threads.
public final class KindTable {

  private final List<WorkloadKind> rows;
  private final Map<WorkloadKind, WorkloadKind> named = new ConcurrentHashMap<>();

  /// @param rows of the configuration: see [WorkloadKind#ofResource]. Several may have one
  ///   resource, with a pod spec each.
  public KindTable(Collection<WorkloadKind> rows) {
    this.rows = List.copyOf(rows);
  }

  /// Those of the configuration, without names.
  public List<WorkloadKind> rows() {
    return rows;
  }

  /// The API server has the row's resource, and calls its kind so.
  ///
  /// @return the row by its name
  public WorkloadKind found(WorkloadKind row, String kind) {
    WorkloadKind now = row.called(kind);
    named.put(row, now);
    return now;
  }

  /// The API server does not have the row's resource any more.
  public void gone(WorkloadKind row) {
    named.remove(row);
  }

  /// Those of the configuration whose resource the API server has, by their names.
  public Collection<WorkloadKind> found() {
    return List.copyOf(named.values());
  }

  /// Whether its name is one that Kubernetes or the API server has given it.
  public boolean knows(WorkloadKind kind) {
    return WorkloadKind.BUILT_IN.contains(kind) || named.containsValue(kind);
  }

  /// Whether an owner is one of the kinds that are looked at.
  public boolean controls(Metadata object) {
    return object.controlledByOneOf(with(WorkloadKind.BUILT_IN));
  }

  /// These, and those of the configuration that the API server has.
  public Collection<WorkloadKind> with(Collection<WorkloadKind> kinds) {
    List<WorkloadKind> all = new ArrayList<>(kinds);
    all.addAll(named.values());
    return all;
  }

  /// The rows for an object that the API server describes like that; one for each of its pod specs.
  ///
  /// @param kind of the object
  /// @param plural its resource, by which a row of the configuration is found
  public List<WorkloadKind> of(String group, String version, String kind, String plural) {
    Optional<WorkloadKind> builtIn =
        WorkloadKind.BUILT_IN.stream()
            .filter(each -> each.kind().equals(kind))
            .filter(each -> each.group().equals(group))
            .filter(each -> each.version().equals(version))
            .findFirst();
    return builtIn.isPresent()
        ? List.of(builtIn.get())
        : rows.stream()
            .filter(each -> each.plural().equals(plural))
            .filter(each -> each.group().equals(group))
            .filter(each -> each.version().equals(version))
            .map(row -> Optional.ofNullable(named.get(row)).orElseGet(() -> row.called(kind)))
            .toList();
  }
}
