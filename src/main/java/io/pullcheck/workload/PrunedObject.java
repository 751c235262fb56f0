package io.pullcheck.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A JSON object, of which only what a [Shape] names was read. What has another type than the shape
/// says counts as not there, so the records that are made of it never fail.
///
/// A property that comes twice is read as the API server's decoder (Go's encoding/json) does it:
/// two objects are merged, of all other values the last one wins, and `null` changes neither a text
/// nor an object.
public final class PrunedObject {

  /// An object without properties.
  public static final PrunedObject EMPTY = new PrunedObject();

  /// How deep a shape is searched for at any depth. The pod spec of a CronJob is at the fifth
  /// level.
  private static final int DEEPEST = 64;

  private final Map<String, Object> properties = new HashMap<>();

  private PrunedObject() {}

  /// Reads the object that starts at the current token, and leaves the parser at its last token.
  /// The parser's limits on nesting and lengths hold, also for what is skipped.
  ///
  /// @return an empty object if the value is not an object
  /// @throws tools.jackson.core.JacksonException if the text is not valid JSON or breaks a limit
  public static PrunedObject read(JsonParser json, Shape.Properties shape) {
    return new Reader(json).value(shape, null) instanceof PrunedObject read ? read : EMPTY;
  }

  /// Reads the object that starts at the current token as a record, of which the components are
  /// read where they stand and nowhere else. As [#read] and [#as] in all else.
  public static <T extends Record> T read(JsonParser json, Class<T> type) {
    RecordShape shape = RecordShape.of(type);
    @Nullable Object[] values = new Reader(json).components(shape, null);
    return type.cast(shape.make(values));
  }

  @Nullable Object get(String name) {
    return properties.get(name);
  }

  /// The object at a property; nothing if there is none.
  public Optional<PrunedObject> object(String name) {
    return Optional.ofNullable(get(name) instanceof PrunedObject object ? object : null);
  }

  /// The text at a property; empty if there is none.
  public String text(String name) {
    return get(name) instanceof String text ? text : "";
  }

  /// Whether a property is `true`.
  public boolean isTrue(String name) {
    return Boolean.TRUE.equals(get(name));
  }

  /// The object at a path, with dots; empty if there is none.
  public PrunedObject at(String path) {
    PrunedObject object = this;
    for (String name : path.split("\\.", -1)) {
      object = object.object(name).orElse(EMPTY);
    }
    return object;
  }

  /// The path, with dots, to an object in this one that has a property; nothing if there is none.
  Optional<String> pathTo(String property) {
    for (Map.Entry<String, Object> each : properties.entrySet()) {
      if (each.getValue() instanceof PrunedObject below) {
        String name = each.getKey();
        Optional<String> path =
            below.get(property) != null
                ? Optional.of(name)
                : below.pathTo(property).map(rest -> name + "." + rest);
        if (path.isPresent()) {
          return path;
        }
      }
    }
    return Optional.empty();
  }

  /// The object as a record of its properties. A component that the object does not have is an
  /// empty text, list, map or record, or null in place of an integer or boolean.
  public <T extends Record> T as(Class<T> type) {
    RecordShape shape = RecordShape.of(type);
    return type.cast(shape.make(shape.values(this)));
  }

  @Override
  public String toString() {
    return properties.toString();
  }

  /// Reads recursively, but never deeper than [#DEEPEST] levels and those of the shape, so that no
  /// text can use up a thread's stack.
  ///
  /// @param deepest the nesting below which a shape is no longer searched for
  private record Reader(JsonParser json, int deepest) {

    Reader(JsonParser json) {
      this(json, json.streamReadContext().getNestingDepth() + DEEPEST);
    }

    private @Nullable Object value(Shape shape, @Nullable Object before) {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        return before instanceof List || before instanceof Map ? null : before;
      }
      Object value =
          switch (shape) {
            case Shape.Leaf leaf -> leaf(leaf, token, before);
            case Shape.ArrayOf array ->
                token == JsonToken.START_ARRAY ? records(array.element()) : null;
            case Shape.Properties object ->
                token == JsonToken.START_OBJECT ? object(object, before) : null;
            case RecordShape object ->
                token == JsonToken.START_OBJECT ? components(object, before) : null;
          };
      json.skipChildren();
      return value;
    }

    private @Nullable Object leaf(
        Shape.Leaf leaf, @Nullable JsonToken token, @Nullable Object before) {
      return switch (leaf) {
        case TEXT -> token == JsonToken.VALUE_STRING ? json.getString() : null;
        case INTEGER -> token == JsonToken.VALUE_NUMBER_INT ? integer() : null;
        case BOOLEAN -> token == JsonToken.VALUE_TRUE ? Boolean.TRUE : falseOrNull(token);
        case TEXTS -> token == JsonToken.START_ARRAY ? texts() : null;
        case TEXT_MAP -> token == JsonToken.START_OBJECT ? textMap(before) : null;
      };
    }

    private static @Nullable Boolean falseOrNull(@Nullable JsonToken token) {
      return token == JsonToken.VALUE_FALSE ? Boolean.FALSE : null;
    }

    private @Nullable Integer integer() {
      return json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : null;
    }

    private List<String> texts() {
      List<String> texts = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          texts.add(json.getString());
        }
        json.skipChildren();
      }
      return texts;
    }

    private Map<String, String> textMap(@Nullable Object before) {
      Map<String, String> map = new HashMap<>();
      if (before instanceof Map<?, ?> earlier) {
        earlier.forEach((name, text) -> map.put((String) name, (String) text));
      }
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          map.put(name, json.getString());
        }
        json.skipChildren();
      }
      return map;
    }

    // For an element of another type there is an empty record, so that the others keep their index.
    private List<Record> records(RecordShape shape) {
      List<Record> records = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        records.add(
            shape.make(
                value(shape, null) instanceof @Nullable Object[] values
                    ? values
                    : new @Nullable Object[shape.size()]));
      }
      return records;
    }

    private @Nullable Object[] components(RecordShape shape, @Nullable Object before) {
      @Nullable Object[] values =
          before instanceof @Nullable Object[] earlier
              ? earlier
              : new @Nullable Object[shape.size()];
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        int index = shape.index(name);
        if (index < 0) {
          json.skipChildren();
        } else {
          values[index] = value(shape.component(index), values[index]);
        }
      }
      return values;
    }

    private @Nullable PrunedObject object(Shape.Properties shape, @Nullable Object before) {
      PrunedObject object = before instanceof PrunedObject earlier ? earlier : null;
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        JsonToken token = json.nextToken();
        Shape wanted = wanted(shape, name, token);
        if (wanted == null) {
          json.skipChildren();
          continue;
        }
        Object value = value(wanted, object == null ? null : object.get(name));
        if (value != null) {
          object = object == null ? new PrunedObject() : object;
          object.properties.put(name, value);
        } else if (object != null) {
          object.properties.remove(name);
        }
      }
      return object == null && !shape.anyDepth() ? new PrunedObject() : object;
    }

    private @Nullable Shape wanted(Shape.Properties shape, String name, JsonToken token) {
      Shape named = shape.named().get(name);
      boolean searched =
          shape.anyDepth()
              && token == JsonToken.START_OBJECT
              && json.streamReadContext().getNestingDepth() < deepest;
      return named == null && searched ? shape : named;
    }
  }
}
