package io.pullcheck.workload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which part of a JSON value is read; all else is skipped while it is parsed.
public sealed interface Shape permits Shape.Leaf, Shape.ArrayOf, Shape.Properties, RecordShape {

  /// A single value, an array of texts, or an object whose values are texts. They are read as
  /// `String`, `Integer`, `Boolean`, `List` and `Map`.
  enum Leaf implements Shape {
    TEXT,
    INTEGER,
    BOOLEAN,
    TEXTS,
    TEXT_MAP
  }

  /// An array of objects, read as a `List` of records.
  record ArrayOf(RecordShape element) implements Shape {}

  /// An object, read as a [PrunedObject].
  ///
  /// @param anyDepth whether objects below properties of other names are searched too, by this same
  ///   table
  record Properties(Map<String, Shape> named, boolean anyDepth) implements Shape {
    public Properties {
      named = Map.copyOf(named);
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
  static Properties anywhere(List<Class<? extends Record>> records) {
    Map<String, Shape> named = new HashMap<>();
    records.forEach(each -> RecordShape.of(each).addTo(named));
    return new Properties(named, true);
  }
}
