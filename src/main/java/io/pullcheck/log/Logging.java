package io.pullcheck.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.LogLevel;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/// Sets up the log: each statement is one line on standard error, as text or as JSON.
public final class Logging {

  private static final String REFLECTOR =
      "io.fabric8.kubernetes.client.informers.impl.cache.Reflector";

  private Logging() {}

  /// Sets format and levels; to be called before anything is logged.
  ///
  /// @param level of our own statements; libraries are only heard from warnings on
  public static void configure(LogFormat format, LogLevel level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger("io.pullcheck").setLevel(Level.toLevel(level.name()));
    // fabric8 logs stack traces of what we log in one line ourselves: the API server cannot be
    // reached, a right is missing.
    context.getLogger("io.fabric8").setLevel(Level.ERROR);
    context.getLogger(REFLECTOR).setLevel(Level.OFF);
    context.getLogger("io.javalin").setLevel(Level.OFF);
    // What becomes of the verdict store, and of its connections, we say ourselves.
    context.getLogger("io.lettuce").setLevel(Level.OFF);
    context.getLogger("io.netty").setLevel(Level.ERROR);
    context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
    root.addAppender(console(context, format));
  }

  /// Calls the counter from now on with the level of every statement, in lower case: `warn`.
  public static void count(Consumer<String> counter) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(counting(context, counter));
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, LogFormat format) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    LogLine encoder =
        switch (format) {
          case TEXT -> LogLine.text();
          case JSON -> LogLine.json();
        };
    encoder.setContext(context);
    encoder.start();
    console.setEncoder(encoder);
    console.start();
    return console;
  }

  private static AppenderBase<ILoggingEvent> counting(
      LoggerContext context, Consumer<String> counter) {
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            counter.accept(event.getLevel().toString().toLowerCase(Locale.ROOT));
          }
        };
    appender.setContext(context);
    appender.start();
    return appender;
  }
}
