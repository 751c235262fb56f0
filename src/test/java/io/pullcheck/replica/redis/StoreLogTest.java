package io.pullcheck.replica.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pullcheck.replica.redis.StoreLog.Part;
import io.pullcheck.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What is said of a store that comes and goes.
final class StoreLogTest {

  private static final String AWAY = "verdict store is not used, checks go on without it";
  private static final String BACK = "verdict store is used again";

  private final AtomicLong nanos = new AtomicLong();
  private final StoreLog log = new StoreLog(nanos::get);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  private static Logger logger() {
    // While another test is the first to log, there is no logger of Logback's yet.
    Waiting.eventually(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    return (Logger) LoggerFactory.getLogger(StoreLog.class);
  }

  @BeforeEach
  void listen() {
    lines.start();
    logger().setLevel(Level.INFO);
    logger().setAdditive(false);
    logger().addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(lines);
    logger().setAdditive(true);
    logger().setLevel(null);
  }

  private List<String> said() {
    List<String> said = lines.list.stream().map(ILoggingEvent::getMessage).toList();
    lines.list.clear();
    return said;
  }

  @Test
  void eachOutageIsTwoLines() {
    log.away(Part.CONNECTION, "gone");
    log.away(Part.READING, "silent");
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    log.back(Part.READING);
    assertThat(log.isBack()).isFalse();
    log.back(Part.CONNECTION);

    assertThat(log.isBack()).isTrue();
    assertThat(said()).containsExactly(AWAY, BACK);
  }

  @Test
  void whatComesAndGoesIsOneOutage() {
    for (int i = 0; i < 20; i++) {
      log.away(Part.WRITING, "one node is gone");
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      log.back(Part.WRITING);
      log.settle();
      assertThat(log.isBack()).isTrue();
    }
    assertThat(said()).containsExactly(AWAY);

    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    log.settle();
    log.settle();
    assertThat(said()).containsExactly(BACK);
  }

  @Test
  void theCauseIsNamedOnceAndWithoutWhatFuturesPutAroundIt() {
    Throwable refused = new IllegalStateException("NOPERM no right");

    assertThat(StoreLog.words(new CompletionException(new CompletionException(refused))))
        .isEqualTo("NOPERM no right");
    assertThat(StoreLog.words(new IllegalStateException("cannot connect", refused)))
        .isEqualTo("cannot connect: NOPERM no right");
  }
}
