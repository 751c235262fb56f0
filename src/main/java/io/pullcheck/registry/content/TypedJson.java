package io.pullcheck.registry.content;

import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON into typed fields by the rules of Go's `encoding/json`: names in any case, the last
/// of a repeated one counts, null leaves a field as it is, unknown fields are ignored, and a value
/// of another type makes the whole text useless. Token by token: as a tree of nodes, four megabytes
/// of it would take more than a hundred.
public final class TypedJson {

  private final JsonParser json;

  private TypedJson(JsonParser json) {
    this.json = json;
  }

  /// What is done with each field of an object: it must consume the value.
  @FunctionalInterface
  public interface Fields {
    /// Takes one field.
    ///
    /// @param name in lower case
    void field(String name, TypedJson value);
  }

  /// Reads the object, or null, that the text begins with.
  ///
  /// @param whole whether nothing may follow it
  /// @throws IllegalArgumentException if it is not JSON, or not of these types
  public static void read(String text, boolean whole, Fields fields) {
    try (JsonParser json = JsonMapper.shared().createParser(text)) {
      if (json.nextToken() == null) {
        throw new IllegalArgumentException("there is no JSON");
      }
      new TypedJson(json).object(fields);
      if (whole && json.nextToken() != null) {
        throw new IllegalArgumentException("something follows the JSON");
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  public void object(Fields fields) {
    if (isNull()) {
      return;
    }
    expect(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName().toLowerCase(Locale.ROOT);
      var _ = json.nextToken();
      fields.field(name, this);
    }
  }

  /// Reads a list, or null.
  ///
  /// @param element consumes one
  public void array(Consumer<TypedJson> element) {
    if (isNull()) {
      return;
    }
    expect(JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.accept(this);
    }
  }

  /// Reads a text.
  ///
  /// @param before what a null leaves
  public String text(String before) {
    if (isNull()) {
      return before;
    }
    expect(JsonToken.VALUE_STRING);
    return json.getString();
  }

  /// Reads an integer of 64 bits.
  ///
  /// @param before what a null leaves
  public long number(long before) {
    if (isNull()) {
      return before;
    }
    expect(JsonToken.VALUE_NUMBER_INT);
    return json.getLongValue();
  }

  /// Bytes in Base64.
  public void bytes() {
    String text = text("").replaceAll("[\\r\\n]", "");
    if (text.length() % 4 != 0) {
      throw new IllegalArgumentException("not Base64");
    }
    var _ = Base64.getDecoder().decode(text);
  }

  /// An object whose values are texts.
  public void texts() {
    object((_, value) -> value.text(""));
  }

  /// Is it a text, or null? Consumes it.
  public boolean isText() {
    boolean text = isNull() || json.currentToken() == JsonToken.VALUE_STRING;
    skip();
    return text;
  }

  public boolean isNull() {
    return json.currentToken() == JsonToken.VALUE_NULL;
  }

  /// Consumes the value, whatever it is.
  public void skip() {
    if (json.currentToken().isStructStart()) {
      var _ = json.skipChildren();
    }
  }

  private void expect(JsonToken token) {
    if (json.currentToken() != token) {
      throw new IllegalArgumentException("a value of another type");
    }
  }
}
