package io.pullcheck.admission;

import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Walks JSON by its tokens, leaving out what nobody asks for and what is not of the expected type.
final class Json {

  private Json() {}

  /// Hands over each field's name while its value is the current token; whatever of the value is
  /// not read is left out. Does nothing if the current token does not start an object.
  static void fields(JsonParser json, Consumer<String> field) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      field.accept(name);
      json.skipChildren();
    }
  }

  /// Calls for each element while it is the current token, as [#fields] does.
  static void elements(JsonParser json, Runnable element) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.run();
      json.skipChildren();
    }
  }

  /// The current token's text; empty if it is no string.
  static String text(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
  }
}
