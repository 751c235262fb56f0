package io.pullcheck.web.status;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.web.status.StatusPage.RegistryCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A registry that cannot be asked now, and how many images wait for it.
///
/// @param condition `down` if it does not answer, `paused` if it has asked for a pause
/// @param since when the first of the images that wait could not be checked
/// @param until when a pause ends
/// @param summary why it is down, as of an image: "not verified: …"
/// @param waiting how many images wait for it
record RegistryTrouble(
    String registry,
    String condition,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<String> summary,
    int waiting) {

  private static final int MOST = 20;
  // They say that nothing of the host answers, not that one repository has trouble.
  private static final Set<Reason> OF_HOST =
      Set.of(Reason.DNS, Reason.CONNECT, Reason.TIMEOUT, Reason.TLS);

  private static final Comparator<ImageFinding> EARLIEST =
      Comparator.comparing(finding -> finding.since().orElse(Instant.MAX));

  /// The worst first, and no more than can be read.
  ///
  /// @param conditions of the hosts that this replica has asked; a replica that does not lead has
  ///   asked few, and goes by the verdicts
  static List<RegistryTrouble> of(
      ImageTable table, Map<String, RegistryCondition> conditions, Instant now) {
    Map<String, List<ImageFinding>> byRegistry = new HashMap<>();
    for (ImageFinding finding : table.findings()) {
      byRegistry.computeIfAbsent(finding.registry(), _ -> new ArrayList<>()).add(finding);
    }
    List<RegistryTrouble> troubles = new ArrayList<>();
    byRegistry.forEach(
        (registry, findings) ->
            of(registry, findings, Optional.ofNullable(conditions.get(registry)), now)
                .filter(trouble -> trouble.waiting() > 0)
                .ifPresent(troubles::add));
    return troubles.stream()
        .sorted(
            Comparator.comparingInt(RegistryTrouble::waiting)
                .reversed()
                .thenComparing(RegistryTrouble::registry))
        .limit(MOST)
        .toList();
  }

  private static Optional<RegistryTrouble> of(
      String registry,
      List<ImageFinding> findings,
      Optional<RegistryCondition> condition,
      Instant now) {
    List<ImageFinding> cutOff =
        findings.stream().filter(RegistryTrouble::isCutOff).sorted(EARLIEST).toList();
    int checked = (int) findings.stream().filter(RegistryTrouble::isChecked).count();
    boolean down = condition.map(RegistryCondition::down).orElse(false);
    if (down || (!cutOff.isEmpty() && cutOff.size() == checked)) {
      return Optional.of(down(registry, findings, cutOff));
    }
    return condition
        .map(RegistryCondition::paused)
        .filter(left -> left.isPositive())
        .map(left -> paused(registry, findings, now.plus(left)));
  }

  private static RegistryTrouble down(
      String registry, List<ImageFinding> findings, List<ImageFinding> cutOff) {
    Optional<ImageFinding> first = cutOff.stream().findFirst();
    int waiting =
        (int)
            findings.stream()
                .filter(each -> !isChecked(each) || isState(each, State.REGISTRY_UNAVAILABLE))
                .count();
    return new RegistryTrouble(
        registry,
        "down",
        first.flatMap(ImageFinding::since),
        Optional.empty(),
        first.flatMap(each -> each.key().reason()).map(Reason::summary),
        waiting);
  }

  private static RegistryTrouble paused(
      String registry, List<ImageFinding> findings, Instant until) {
    int waiting =
        (int)
            findings.stream()
                .filter(
                    each ->
                        !isChecked(each)
                            || each.nextCheck().filter(next -> !next.isAfter(until)).isPresent())
                .count();
    return new RegistryTrouble(
        registry, "paused", Optional.empty(), Optional.of(until), Optional.empty(), waiting);
  }

  private static boolean isChecked(ImageFinding finding) {
    return finding.key().state().isPresent();
  }

  private static boolean isState(ImageFinding finding, State state) {
    return finding.key().state().filter(state::equals).isPresent();
  }

  private static boolean isCutOff(ImageFinding finding) {
    return isState(finding, State.REGISTRY_UNAVAILABLE)
        && finding.key().reason().filter(OF_HOST::contains).isPresent();
  }
}
