package io.pullcheck.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pullcheck.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/// The lines that one class logs while this is open, as text without their time.
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new ArrayList<>();

  CapturedLog(Class<?> of) {
    // While another test is the first to log, there is no logger of Logback's yet.
    Waiting.eventually(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    logger = (Logger) LoggerFactory.getLogger(of);
    logger.setLevel(Level.INFO);
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String line = LogLine.asText(event);
    lines.add(line.substring(line.indexOf(' ') + 1));
  }

  /// Those since the last call.
  List<String> lines() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(null);
  }
}
