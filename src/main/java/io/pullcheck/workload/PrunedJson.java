package io.pullcheck.workload;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Reads JSON into a tree that holds only what a [Shape] names. What has another type than the
/// shape says counts as not there, so the records that are made of the tree never fail.
///
/// A property that comes twice is read as the API server's decoder (Go's encoding/json) does it:
/// two objects are merged, of all other values the last one wins, and `null` changes neither a text
/// nor an object.
///
/// Reading is recursive, but never deeper than [#DEEPEST] levels and those of the shape, so that no
/// text can use up a thread's stack.
public final class PrunedJson {

  /// How deep a shape is searched for at any depth. The pod spec of a CronJob is at the fifth
  /// level.
  private static final int DEEPEST = 64;

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  // Shared, so that a long list of empty objects takes little memory. Nobody may add to it.
  private static final ObjectNode EMPTY = NODES.objectNode();

  private final JsonParser json;
  private final int deepest;

  private PrunedJson(JsonParser json) {
    this.json = json;
    this.deepest = json.streamReadContext().getNestingDepth() + DEEPEST;
  }

  /// Reads the value that starts at the current token, and leaves the parser at its last token. The
  /// parser's limits on nesting and lengths hold, also for what is skipped.
  ///
  /// @return a missing node if the value has another type than the shape says
  /// @throws tools.jackson.core.JacksonException if the text is not valid JSON or breaks a limit
  public static JsonNode read(JsonParser json, Shape shape) {
    @Nullable JsonNode read = new PrunedJson(json).value(shape, null);
    return read == null ? NODES.missingNode() : read;
  }

  /// The record that a node of such a tree holds. Components for which the node has nothing are
  /// null, unless the record's constructor puts a default in their place.
  public static <T extends Record> T as(Class<T> type, JsonNode node) {
    return MAPPER.treeToValue(node.isObject() ? node : EMPTY, type);
  }

  private @Nullable JsonNode value(Shape shape, @Nullable JsonNode before) {
    JsonToken token = json.currentToken();
    JsonNode value =
        switch (shape) {
          case Shape.Leaf leaf -> leaf(leaf, token, before);
          case Shape.ArrayOf array -> token == JsonToken.START_ARRAY ? array(array) : null;
          case Shape.Properties object when token == JsonToken.START_OBJECT ->
              object(object, before);
          case Shape.Properties _ -> token == JsonToken.VALUE_NULL ? before : null;
        };
    json.skipChildren();
    return value;
  }

  private @Nullable JsonNode leaf(
      Shape.Leaf leaf, @Nullable JsonToken token, @Nullable JsonNode before) {
    return switch (leaf) {
      case TEXT -> text(token, before);
      case INTEGER -> token == JsonToken.VALUE_NUMBER_INT ? integer() : null;
      case BOOLEAN ->
          token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
              ? BooleanNode.valueOf(token == JsonToken.VALUE_TRUE)
              : null;
      case TEXTS -> token == JsonToken.START_ARRAY ? texts() : null;
      case TEXT_MAP -> token == JsonToken.START_OBJECT ? textMap(before) : null;
    };
  }

  private @Nullable JsonNode text(@Nullable JsonToken token, @Nullable JsonNode before) {
    if (token == JsonToken.VALUE_STRING) {
      return StringNode.valueOf(json.getString());
    }
    return token == JsonToken.VALUE_NULL ? before : null;
  }

  private @Nullable JsonNode integer() {
    return json.getNumberType() == JsonParser.NumberType.INT
        ? IntNode.valueOf(json.getIntValue())
        : null;
  }

  private ArrayNode texts() {
    ArrayNode texts = NODES.arrayNode();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        texts.add(json.getString());
      }
      json.skipChildren();
    }
    return texts;
  }

  private ObjectNode textMap(@Nullable JsonNode before) {
    ObjectNode map = before instanceof ObjectNode earlier ? earlier : NODES.objectNode();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        map.put(name, json.getString());
      }
      json.skipChildren();
    }
    return map;
  }

  // An element of another type stays as an empty object, so that the others keep their index.
  private ArrayNode array(Shape.ArrayOf shape) {
    ArrayNode array = NODES.arrayNode();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      @Nullable JsonNode element = value(shape.element(), null);
      array.add(element == null ? EMPTY : element);
    }
    return array;
  }

  private @Nullable JsonNode object(Shape.Properties shape, @Nullable JsonNode before) {
    ObjectNode object = before instanceof ObjectNode earlier && !earlier.isEmpty() ? earlier : null;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      @Nullable Shape wanted = wanted(shape, name, token);
      if (wanted == null) {
        json.skipChildren();
        continue;
      }
      @Nullable JsonNode value = value(wanted, object == null ? null : object.get(name));
      if (value != null) {
        object = object == null ? NODES.objectNode() : object;
        object.set(name, value);
      } else if (object != null) {
        object.remove(name);
      }
    }
    return object != null || shape.anyDepth() ? object : EMPTY;
  }

  private @Nullable Shape wanted(Shape.Properties shape, String name, JsonToken token) {
    @Nullable Shape named = shape.named().get(name);
    boolean searched =
        shape.anyDepth()
            && token == JsonToken.START_OBJECT
            && json.streamReadContext().getNestingDepth() < deepest;
    return named == null && searched ? shape : named;
  }
}
