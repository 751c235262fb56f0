package io.pullcheck.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The values of the label `registry`. Users choose the hosts, so that only a hundred have a value
/// of their own, and all others share `other`. Preferred hosts take the value of another one; the
/// others get one that was not used for an hour. Safe for several threads.
final class RegistryLabels {

  static final String OTHER = "other";
  static final Duration UNUSED = Duration.ofHours(1);

  private static final int LIMIT = 100;

  private final Map<String, Instant> usedAt = new HashMap<>();
  private final Predicate<String> preferred;
  private final Consumer<String> givenBack;

  /// @param preferred hosts that nobody can make up: known or configured ones
  /// @param givenBack hears of each value that is no longer a host's own
  RegistryLabels(Predicate<String> preferred, Consumer<String> givenBack) {
    this.preferred = preferred;
    this.givenBack = givenBack;
  }

  /// The value of a host that is asked now.
  synchronized String used(String host, Instant now) {
    String label = label(host, now);
    usedAt.computeIfPresent(host, (_, _) -> now);
    return label;
  }

  /// The value of a host that is only shown.
  synchronized String label(String host, Instant now) {
    if (usedAt.containsKey(host)) {
      return LabelText.of(host);
    }
    if (usedAt.size() >= LIMIT && !makeRoom(preferred.test(host), now)) {
      return OTHER;
    }
    usedAt.put(host, now);
    return LabelText.of(host);
  }

  private boolean makeRoom(boolean forPreferred, Instant now) {
    Optional<String> longest =
        usedAt.entrySet().stream()
            .filter(each -> !preferred.test(each.getKey()))
            .filter(each -> forPreferred || !each.getValue().plus(UNUSED).isAfter(now))
            .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .map(Map.Entry::getKey);
    longest.ifPresent(
        host -> {
          usedAt.remove(host);
          givenBack.accept(LabelText.of(host));
        });
    return longest.isPresent();
  }
}
