package io.pullcheck.log;

import io.pullcheck.registry.limit.HostGateStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
    gates.forEach(
        (host, gate) -> {
          boolean isPaused = !gate.paused().isZero();
          if (gate.circuitOpen() && down.putIfAbsent(host, now) == null) {
            isDown(host);
          }
          if (isPaused && paused.putIfAbsent(host, now) == null) {
            isPaused(host, gate, now);
          }
          ended(down, host, gate.circuitOpen(), now).ifPresent(time -> answers(host, time));
          ended(paused, host, isPaused, now).ifPresent(time -> isAskedAgain(host, time));
        });
    // A gate that is removed was idle: whether its host answers is not known.
    down.keySet().retainAll(gates.keySet());
    paused.keySet().retainAll(gates.keySet());
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
