package io.pullcheck.registry;

import io.pullcheck.registry.http.Reply;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The parts of an error's body that the classification depends on. They are never shown or logged.
///
/// @param codes of a registry's JSON error, upper case
/// @param text of all messages, lower case
record ErrorBody(Kind kind, Set<String> codes, String text) {

  enum Kind {
    EMPTY,
    JSON,
    HTML,
    OTHER
  }

  static final ErrorBody EMPTY = new ErrorBody(Kind.EMPTY, Set.of(), "");

  private static final JsonMapper MAPPER = JsonMapper.shared();

  ErrorBody {
    codes = Set.copyOf(codes);
  }

  static ErrorBody of(Reply.Response response) {
    String body = response.body();
    if (body.isBlank()) {
      return EMPTY;
    }
    try {
      return json(MAPPER.readTree(body));
    } catch (JacksonException e) {
      boolean html = response.mediaType().endsWith("html") || body.stripLeading().startsWith("<");
      return new ErrorBody(html ? Kind.HTML : Kind.OTHER, Set.of(), "");
    }
  }

  private static ErrorBody json(JsonNode root) {
    if (!root.isObject()) {
      return new ErrorBody(Kind.OTHER, Set.of(), "");
    }
    Set<String> codes = new HashSet<>();
    StringBuilder text = new StringBuilder();
    for (JsonNode error : root.path("errors")) {
      codes.add(error.path("code").asString("").toUpperCase(Locale.ROOT));
      text.append(error.path("message").asString("")).append(' ');
      text.append(error.path("detail").isString() ? error.path("detail").asString("") : "");
    }
    text.append(root.path("message").asString(""));
    return new ErrorBody(Kind.JSON, codes, text.toString().toLowerCase(Locale.ROOT));
  }

  boolean has(String code) {
    return codes.contains(code);
  }
}
