package io.pullcheck.log;

import io.pullcheck.registry.limit.HostGateStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a line when a registry stops answering or asks to be left alone, and when that is over.
/// When there are more than [Burst#LINES] in a minute, one line says how many more. For one thread.
public final class RegistryLog {

  private static final Logger log = LoggerFactory.getLogger(RegistryLog.class);

  private final Burst burst = new Burst();
  private final Map<String, Instant> down = new HashMap<>();
  private final Map<String, Instant> paused = new HashMap<>();

  /// Compares with the last call. To be called about every second.
  ///
  /// @param gates how each registry host is treated now
  public void write(Map<String, HostGateStatus> gates, Instant now) {
    int more = burst.ended(now);
    if (more > 0) {
      log.atInfo()
          .addKeyValue("changes", more)
          .log("more registries went down, were paused or came back within the last minute");
    }
    Map<String, HostGateStatus> sorted = new TreeMap<>(gates);
    sorted.forEach(
        (host, gate) -> {
          began(down, host, gate, HostGateStatus::circuitOpen, now).ifPresent(_ -> isDown(host));
          began(paused, host, gate, each -> !each.paused().isZero(), now)
              .ifPresent(_ -> isPaused(host, gate, now));
          ended(down, host, gate.circuitOpen(), now).ifPresent(time -> answers(host, time));
          ended(paused, host, !gate.paused().isZero(), now)
              .ifPresent(time -> isAskedAgain(host, time));
        });
    // A gate that is removed was idle: whether its host answers is not known.
    down.keySet().retainAll(gates.keySet());
    paused.keySet().retainAll(gates.keySet());
  }

  private static Optional<Instant> began(
      Map<String, Instant> since,
      String host,
      HostGateStatus gate,
      Predicate<HostGateStatus> holds,
      Instant now) {
    return holds.test(gate) && since.putIfAbsent(host, now) == null
        ? Optional.of(now)
        : Optional.empty();
  }

  private static Optional<Duration> ended(
      Map<String, Instant> since, String host, boolean holds, Instant now) {
    return holds
        ? Optional.empty()
        : Optional.ofNullable(since.remove(host)).map(began -> Duration.between(began, now));
  }

  private void isDown(String host) {
    if (burst.admits()) {
      log.atWarn()
          .addKeyValue("registry", host)
          .log("registry does not answer; one check at a time goes on asking it");
    }
  }

  private void answers(String host, Duration after) {
    if (burst.admits()) {
      log.atInfo()
          .addKeyValue("registry", host)
          .addKeyValue("after", after.truncatedTo(ChronoUnit.SECONDS))
          .log("registry answers again");
    }
  }

  private void isPaused(String host, HostGateStatus gate, Instant now) {
    if (burst.admits()) {
      log.atWarn()
          .addKeyValue("registry", host)
          .addKeyValue("until", now.plus(gate.paused()).truncatedTo(ChronoUnit.SECONDS))
          .log("registry asks to be left alone (HTTP 429); its images keep their last verdicts");
    }
  }

  private void isAskedAgain(String host, Duration after) {
    if (burst.admits()) {
      log.atInfo()
          .addKeyValue("registry", host)
          .addKeyValue("after", after.truncatedTo(ChronoUnit.SECONDS))
          .log("registry is asked again");
    }
  }
}
