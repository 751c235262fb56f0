package io.pullcheck.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.pullcheck.config.GoDuration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

/// How a statement becomes a line.
///
/// As text, in logfmt: `2026-03-01T12:00:00.000Z INFO serving version=0.1.0`. As JSON, flat, with
/// the keys of Go's `log/slog`: `{"time":"…","level":"INFO","msg":"serving","version":"0.1.0"}`.
/// Durations are Go's (`1m30s`). No value can begin a line of its own. The stack of an exception
/// follows as further lines, or is the key `stack`.
final class LogLine extends EncoderBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Function<ILoggingEvent, String> form;

  private LogLine(Function<ILoggingEvent, String> form) {
    this.form = form;
  }

  static LogLine text() {
    return new LogLine(LogLine::asText);
  }

  static LogLine json() {
    return new LogLine(LogLine::asJson);
  }

  static String asText(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(200);
    line.append(time(event)).append(' ').append(event.getLevel());
    while (line.length() < "2026-03-01T12:00:00.000Z ERROR".length()) {
      line.append(' ');
    }
    line.append(' ');
    escape(line, event.getFormattedMessage());
    for (KeyValuePair pair : pairs(event)) {
      line.append(' ').append(pair.key).append('=');
      quote(line, String.valueOf(shown(pair.value)));
    }
    stack(event).ifPresent(stack -> line.append('\n').append(stack.stripTrailing()));
    return line.toString();
  }

  static String asJson(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", time(event));
    fields.put("level", event.getLevel().toString());
    fields.put("msg", event.getFormattedMessage());
    pairs(event).forEach(pair -> fields.putIfAbsent(pair.key, shown(pair.value)));
    stack(event).ifPresent(stack -> fields.put("stack", stack));
    return JsonMapper.shared().writeValueAsString(fields);
  }

  private static String time(ILoggingEvent event) {
    return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    return Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of());
  }

  private static Optional<String> stack(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null ? Optional.empty() : Optional.of(ThrowableProxyUtil.asString(thrown));
  }

  private static Object shown(Object value) {
    return switch (value) {
      case null -> "";
      case Duration duration -> new GoDuration(duration).toString();
      case Number number -> number;
      case Boolean is -> is;
      default -> value.toString();
    };
  }

  private static void quote(StringBuilder line, String value) {
    boolean plain = !value.isEmpty() && value.chars().allMatch(LogLine::needsNoQuotes);
    if (plain) {
      line.append(value);
      return;
    }
    line.append('"');
    escape(line, value.replace("\\", "\\\\").replace("\"", "\\\""));
    line.append('"');
  }

  private static boolean needsNoQuotes(int each) {
    return each > ' ' && each <= '~' && each != '"' && each != '=' && each != '\\';
  }

  // Whoever names an image chooses its characters: none may begin a line, or reverse one.
  private static void escape(StringBuilder line, String text) {
    text.codePoints()
        .forEach(
            each -> {
              switch (Character.getType(each)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    line.append("\\u{").append(Integer.toHexString(each)).append('}');
                default -> line.appendCodePoint(each);
              }
            });
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return (form.apply(event) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
