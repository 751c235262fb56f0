package io.pullcheck.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which part of a JSON value is read; [PrunedJson] skips all else.
public sealed interface Shape {

  /// A single value, a list of texts, or an object whose values are texts.
  enum Leaf implements Shape {
    TEXT,
    INTEGER,
    BOOLEAN,
    TEXTS,
    TEXT_MAP
  }

  /// An array of objects.
  record ArrayOf(Properties element) implements Shape {}

  /// An object.
  ///
  /// @param anyDepth whether objects below properties of other names are searched too, by this same
  ///   table
  record Properties(Map<String, Shape> named, boolean anyDepth) implements Shape {
    public Properties {
      named = Map.copyOf(named);
    }

    /// The properties of both shapes; of one that both name, the other's counts.
    public Properties and(Properties other) {
      Map<String, Shape> both = new HashMap<>(named);
      both.putAll(other.named);
      return new Properties(both, anyDepth);
    }
  }

  /// The properties that the components of these records name, wherever they stand in an object.
  /// The path to them is not part of the shape, so that a pod spec is found in a kind of which only
  /// the user's configuration knows.
  ///
  /// A component is a `String`, `Integer` or `Boolean`, a `List` or `Map` of strings, a record or a
  /// `List` of records. Inside a list, properties count only where the record has them.
  ///
  /// @throws IllegalArgumentException if two records disagree about the type of a property
  @SafeVarargs
  static Properties anywhere(Class<? extends Record>... records) {
    Map<String, Shape> named = new HashMap<>();
    for (Class<?> each : records) {
      collect(each, named);
    }
    return new Properties(named, true);
  }

  private static void collect(Class<?> type, Map<String, Shape> named) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType().isRecord()) {
        collect(component.getType(), named);
      } else {
        Shape shape = of(component.getGenericType());
        Shape other = named.put(name(component), shape);
        if (other != null && !other.equals(shape)) {
          throw new IllegalArgumentException(name(component) + ": " + shape + " or " + other);
        }
      }
    }
  }

  private static Shape of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Map.class) {
        return Leaf.TEXT_MAP;
      }
      return element == String.class ? Leaf.TEXTS : new ArrayOf(exactly((Class<?>) element));
    }
    if (type == String.class) {
      return Leaf.TEXT;
    }
    if (type == Integer.class) {
      return Leaf.INTEGER;
    }
    return type == Boolean.class ? Leaf.BOOLEAN : exactly((Class<?>) type);
  }

  private static Properties exactly(Class<?> type) {
    Map<String, Shape> named = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      named.put(name(component), of(component.getGenericType()));
    }
    return new Properties(named, false);
  }

  private static String name(RecordComponent component) {
    @Nullable JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null ? component.getName() : given.value();
  }
}
