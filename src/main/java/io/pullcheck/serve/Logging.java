package io.pullcheck.serve;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.pullcheck.config.ServeConfig.LogFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/// Sets up the log: each statement is one line on standard error, as text or as JSON.
public final class Logging {

  private static final String REFLECTOR =
      "io.fabric8.kubernetes.client.informers.impl.cache.Reflector";

  private Logging() {}

  /// Sets format and levels; to be called before anything is logged.
  public static void configure(LogFormat format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger("io.pullcheck").setLevel(Level.INFO);
    // fabric8 logs stack traces of what we log in one line ourselves: the API server cannot be
    // reached, a right is missing.
    context.getLogger("io.fabric8").setLevel(Level.ERROR);
    context.getLogger(REFLECTOR).setLevel(Level.OFF);
    context.getLogger("io.javalin").setLevel(Level.OFF);
    context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
    root.addAppender(console(context, format));
  }

  /// Calls the counter from now on with the level of every statement, in lower case: `warn`.
  static void count(Consumer<String> counter) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(counting(context, counter));
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, LogFormat format) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(
        switch (format) {
          case TEXT -> text(context);
          case JSON -> json(context);
        });
    console.start();
    return console;
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\",UTC} %-5level %msg%replace( %kvp){'^ $',''}%n%ex");
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithContext(false);
    encoder.setWithNanoseconds(false);
    encoder.start();
    return encoder;
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
