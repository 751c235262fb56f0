package io.pullcheck.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {

  private static final long TIME = 1_772_366_400_000L;

  @Test
  void textIsLogfmtWithGosDurations() {
    assertThat(
            LogLine.asText(
                event(
                    Level.INFO,
                    "draining",
                    new KeyValuePair("delay", Duration.ofSeconds(90)),
                    new KeyValuePair("address", "[::1]:8080"),
                    new KeyValuePair("first", "shop/deployment/cart, shop/cronjob/purge"),
                    new KeyValuePair("none", ""))))
        .isEqualTo(
            "2026-03-01T12:00:00.000Z INFO  draining delay=1m30s address=[::1]:8080 first=\"shop/deployment/cart, shop/cronjob/purge\" none=\"\"");
  }

  @Test
  void jsonIsFlatWithTheKeysOfSlog() {
    assertThat(
            LogLine.asJson(
                event(
                    Level.WARN,
                    "registry \"x\"",
                    new KeyValuePair("workloads", 3),
                    new KeyValuePair("after", Duration.ofMillis(1500)),
                    new KeyValuePair("msg", "forged"))))
        .isEqualTo(
            "{\"time\":\"2026-03-01T12:00:00.000Z\",\"level\":\"WARN\",\"msg\":\"registry \\\"x\\\"\",\"workloads\":3,\"after\":\"1.5s\"}");
  }

  @Test
  void noValueBeginsALineOfItsOwn() {
    LoggingEvent event =
        event(Level.INFO, "image", new KeyValuePair("image", "a\n2026 ERROR \u202Eb\" c\\"));

    assertThat(LogLine.asText(event))
        .endsWith("image image=\"a\\u{a}2026 ERROR \\u{202e}b\\\" c\\\\\"");
    assertThat(LogLine.asJson(event).lines()).hasSize(1);
  }

  @Test
  void theStackOfAFailureFollows() {
    LoggingEvent event =
        new LoggingEvent(
            "test", logger(), Level.ERROR, "failed", new IllegalStateException("why"), null);

    assertThat(LogLine.asText(event).lines())
        .anyMatch(line -> line.equals("java.lang.IllegalStateException: why"))
        .anyMatch(line -> line.contains("LogLineTest"));
    assertThat(LogLine.asJson(event))
        .contains("\"stack\":\"java.lang.IllegalStateException: why\\n");
  }

  private static Logger logger() {
    return new LoggerContext().getLogger("test");
  }

  private static LoggingEvent event(Level level, String message, KeyValuePair... pairs) {
    LoggingEvent event = new LoggingEvent("test", logger(), level, message, null, null);
    event.setTimeStamp(TIME);
    List<KeyValuePair> all = Arrays.asList(pairs);
    event.setKeyValuePairs(all);
    return event;
  }
}
