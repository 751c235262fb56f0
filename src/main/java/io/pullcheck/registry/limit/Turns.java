package io.pullcheck.registry.limit;

import io.pullcheck.model.Caller;
import io.pullcheck.model.Urgency;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Whose turn is next among those who wait. Every other turn is a review's if one waits; of the
/// turns that are left every other is a recheck's. Among equally urgent ones the namespaces take
/// turns, and within a namespace whoever came first. Not safe for several threads.
///
/// @param <W> what waits; compared by identity
final class Turns<W> {

  // By namespace, the one whose turn is next in front.
  private final Map<Urgency, Map<String, ArrayDeque<W>>> waiting = new EnumMap<>(Urgency.class);
  private boolean reviewWasLast;
  private boolean recheckFirst;

  void add(Caller caller, W waiter) {
    namespaces(caller.urgency())
        .computeIfAbsent(caller.namespace(), _ -> new ArrayDeque<>())
        .addLast(waiter);
  }

  /// Who is next, of those whose namespace may have a turn now.
  Optional<W> first(Predicate<String> may) {
    for (Urgency urgency : order()) {
      for (Map.Entry<String, ArrayDeque<W>> each : namespaces(urgency).entrySet()) {
        if (may.test(each.getKey())) {
          return Optional.of(each.getValue().getFirst());
        }
      }
    }
    return Optional.empty();
  }

  private List<Urgency> order() {
    Urgency one = recheckFirst ? Urgency.RECHECK : Urgency.NEW;
    Urgency other = recheckFirst ? Urgency.NEW : Urgency.RECHECK;
    return reviewWasLast
        ? List.of(one, other, Urgency.REVIEW)
        : List.of(Urgency.REVIEW, one, other);
  }

  /// The waiter has its turn: its namespace is the last to have the next one.
  void begun(Caller caller, W waiter) {
    remove(caller, waiter);
    Map<String, ArrayDeque<W>> namespaces = namespaces(caller.urgency());
    ArrayDeque<W> others = namespaces.remove(caller.namespace());
    if (others != null) {
      namespaces.put(caller.namespace(), others);
    }
    reviewWasLast = caller.urgency() == Urgency.REVIEW;
    recheckFirst = reviewWasLast ? recheckFirst : caller.urgency() == Urgency.NEW;
  }

  /// The waiter has its turn, or waits no longer. Without effect if it does not wait.
  void remove(Caller caller, W waiter) {
    namespaces(caller.urgency())
        .computeIfPresent(
            caller.namespace(),
            (_, waiters) -> {
              waiters.remove(waiter);
              return waiters.isEmpty() ? null : waiters;
            });
  }

  boolean isEmpty() {
    return waiting.values().stream().allMatch(Map::isEmpty);
  }

  void forEach(Consumer<W> action) {
    waiting.values().stream()
        .flatMap(namespaces -> namespaces.values().stream())
        .forEach(waiters -> waiters.forEach(action));
  }

  private Map<String, ArrayDeque<W>> namespaces(Urgency urgency) {
    return waiting.computeIfAbsent(urgency, _ -> new LinkedHashMap<>());
  }
}
