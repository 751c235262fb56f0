package io.pullcheck.scan.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/// A document of YAML or JSON, each value with its line. An alias of YAML is the very value that it
/// stands for, so that a small document can be a huge tree: whoever goes through one counts.
sealed interface Tree {

  /// How deep a document may be. The API server's own objects have some twenty levels.
  int DEEPEST = 100;

  int line();

  /// A text, a number, a boolean or null.
  record Scalar(Type type, String text, int line) implements Tree {
    enum Type {
      TEXT,
      INTEGER,
      FRACTION,
      TRUE,
      FALSE,
      NULL
    }
  }

  record Sequence(List<Tree> items, int line) implements Tree {}

  record Mapping(Map<String, Tree> entries, int line) implements Tree {

    /// The text at a key; empty if there is none.
    String text(String key) {
      return entries.get(key) instanceof Scalar scalar && scalar.type == Scalar.Type.TEXT
          ? scalar.text
          : "";
    }

    Optional<Mapping> mapping(String key) {
      return entries.get(key) instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    /// The items at a key that are mappings.
    List<Mapping> mappings(String key) {
      return entries.get(key) instanceof Sequence sequence
          ? sequence.items.stream()
              .filter(Mapping.class::isInstance)
              .map(Mapping.class::cast)
              .toList()
          : List.of();
    }

    /// The same with other entries.
    Mapping with(Map<String, Tree> others) {
      return new Mapping(others, line);
    }

    /// The line of the value at a path such as `spec.containers[0].image`; that of the deepest part
    /// of the path that is there.
    int line(String path) {
      Tree at = this;
      Matcher step = STEP.matcher(path);
      while (step.find()) {
        Tree next =
            switch (at) {
              case Mapping mapping -> mapping.entries.get(step.group());
              case Sequence sequence when step.group(1) != null ->
                  sequence.items.get(Integer.parseInt(step.group(1)));
              case Sequence _, Scalar _ -> null;
            };
        if (next == null) {
          return at.line();
        }
        at = next;
      }
      return at.line();
    }
  }

  Pattern STEP = Pattern.compile("\\[(\\d+)]|[^.\\[]+");

  /// Writes the tree, aliases in full.
  ///
  /// @param most values that may be written
  /// @throws Unreadable if there are more: aliases of aliases
  static void write(Tree tree, JsonGenerator json, int most) throws Unreadable {
    new Writer(json, most, tree.line()).write(tree);
  }

  /// Counts the values while it writes them.
  final class Writer {
    private final JsonGenerator json;
    private final int line;
    private int left;

    private Writer(JsonGenerator json, int most, int line) {
      this.json = json;
      this.left = most;
      this.line = line;
    }

    private void write(Tree tree) throws Unreadable {
      if (--left < 0) {
        throw new Unreadable(line, "its aliases stand for more values than Pullcheck reads");
      }
      switch (tree) {
        case Scalar scalar -> write(scalar);
        case Sequence sequence -> {
          json.writeStartArray();
          for (Tree item : sequence.items) {
            write(item);
          }
          json.writeEndArray();
        }
        case Mapping mapping -> {
          json.writeStartObject();
          for (Map.Entry<String, Tree> entry : mapping.entries.entrySet()) {
            json.writeName(entry.getKey());
            write(entry.getValue());
          }
          json.writeEndObject();
        }
      }
    }

    private void write(Scalar scalar) {
      switch (scalar.type) {
        case TEXT -> json.writeString(scalar.text);
        case INTEGER -> writeInteger(scalar.text);
        case FRACTION -> json.writeNumber(0.5);
        case TRUE -> json.writeBoolean(true);
        case FALSE -> json.writeBoolean(false);
        case NULL -> json.writeNull();
      }
    }

    private void writeInteger(String text) {
      try {
        json.writeNumber(Integer.parseInt(text));
      } catch (NumberFormatException e) {
        json.writeNumber(Long.MAX_VALUE);
      }
    }
  }

  /// A mapping that is being read.
  final class Entries {
    private final Map<String, Tree> entries = new LinkedHashMap<>();
    private final List<Mapping> merged = new ArrayList<>();

    void put(String key, int line, Tree value) throws Unreadable {
      Tree before = entries.putIfAbsent(key, value);
      if (before != null) {
        throw new Unreadable(
            line, "the key '" + key + "' stands twice, first in line " + before.line());
      }
    }

    /// YAML's merge key: the mapping's own entries win.
    void merge(Tree value) {
      switch (value) {
        case Mapping mapping -> merged.add(mapping);
        case Sequence sequence -> sequence.items.forEach(this::merge);
        case Scalar _ -> {}
      }
    }

    Mapping end(int line) {
      merged.forEach(mapping -> mapping.entries.forEach(entries::putIfAbsent));
      return new Mapping(entries, line);
    }
  }
}
