package io.pullcheck.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An object of which exactly the properties are read that a record has as components. Jackson's
/// own data binding is not used: it takes twice the time of the parsing itself, and it fails where
/// a value has an unexpected type.
public final class RecordShape implements Shape {

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final Constructor<?> constructor;
  private final List<String> names;
  private final List<Shape> shapes;
  private final Map<String, Integer> indexes = new HashMap<>();

  private RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    names = Stream.of(components).map(RecordShape::name).toList();
    shapes = Stream.of(components).map(each -> shape(each.getGenericType())).toList();
    names.forEach(name -> indexes.put(name, indexes.size()));
    try {
      constructor =
          type.getDeclaredConstructor(
              Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static String name(RecordComponent component) {
    @Nullable JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
    return given == null ? component.getName() : given.value();
  }

  private static Shape shape(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Map.class) {
        return Leaf.TEXT_MAP;
      }
      return element == String.class ? Leaf.TEXTS : new ArrayOf(of((Class<?>) element));
    }
    if (type == String.class) {
      return Leaf.TEXT;
    }
    if (type == Integer.class) {
      return Leaf.INTEGER;
    }
    return type == Boolean.class ? Leaf.BOOLEAN : of((Class<?>) type);
  }

  /// Puts the properties into a table, and those of records that it has as components.
  void addTo(Map<String, Shape> named) {
    for (int i = 0; i < names.size(); i++) {
      if (shapes.get(i) instanceof RecordShape nested) {
        nested.addTo(named);
      } else {
        @Nullable Shape other = named.put(names.get(i), shapes.get(i));
        if (other != null && !other.equals(shapes.get(i))) {
          throw new IllegalArgumentException("two types of " + names.get(i));
        }
      }
    }
  }

  int size() {
    return names.size();
  }

  /// The index of the component of that name; -1 if there is none.
  int index(String name) {
    return indexes.getOrDefault(name, -1);
  }

  Shape component(int index) {
    return shapes.get(index);
  }

  /// The record with these values. For null it has an empty text, list, map or record; an integer
  /// or boolean stays null.
  ///
  /// @param values in the order of the components; of a record in its turn, an array
  Record make(@Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = component(shapes.get(i), values[i]);
    }
    try {
      return (Record) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object component(Shape shape, @Nullable Object value) {
    if (shape instanceof RecordShape nested) {
      return switch (value) {
        case Object[] values -> nested.make(values);
        case PrunedObject object -> nested.make(nested.values(object));
        case null, default -> nested.make(new @Nullable Object[nested.size()]);
      };
    }
    return value != null ? value : none(shape);
  }

  private static @Nullable Object none(Shape shape) {
    return switch (shape) {
      case Leaf.TEXT -> "";
      case Leaf.TEXTS -> List.of();
      case Leaf.TEXT_MAP -> Map.of();
      case Leaf.INTEGER, Leaf.BOOLEAN -> null;
      case ArrayOf _ -> List.of();
      case Properties _, RecordShape _ -> throw new IllegalStateException("no value: " + shape);
    };
  }

  @Nullable Object[] values(PrunedObject object) {
    @Nullable Object[] values = new @Nullable Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = object.get(names.get(i));
    }
    return values;
  }
}
