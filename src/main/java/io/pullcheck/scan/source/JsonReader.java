package io.pullcheck.scan.source;

import io.pullcheck.scan.source.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON as [Tree]s: one value after the other, as `kubectl get -o json` prints them.
final class JsonReader {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Tree.DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser json;

  private JsonReader(JsonParser json) {
    this.json = json;
  }

  static List<Tree> read(String text) throws Unreadable {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      List<Tree> values = new ArrayList<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        values.add(new JsonReader(json).value());
      }
      return values;
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new Unreadable(line, "not JSON: " + oneLine(e.getOriginalMessage()));
    }
  }

  private static String oneLine(@Nullable String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private int line() {
    return json.currentTokenLocation().getLineNr();
  }

  private Tree value() throws Unreadable {
    int line = line();
    return switch (json.currentToken()) {
      case START_OBJECT -> object(line);
      case START_ARRAY -> array(line);
      case VALUE_STRING -> new Scalar(Scalar.Type.TEXT, json.getString(), line);
      case VALUE_NUMBER_INT -> new Scalar(Scalar.Type.INTEGER, json.getString(), line);
      case VALUE_NUMBER_FLOAT -> new Scalar(Scalar.Type.FRACTION, json.getString(), line);
      case VALUE_TRUE -> new Scalar(Scalar.Type.TRUE, "true", line);
      case VALUE_FALSE -> new Scalar(Scalar.Type.FALSE, "false", line);
      default -> new Scalar(Scalar.Type.NULL, "", line);
    };
  }

  private Tree array(int line) throws Unreadable {
    List<Tree> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Tree.Sequence(items, line);
  }

  private Tree object(int line) throws Unreadable {
    Tree.Entries entries = new Tree.Entries();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      int keyLine = line();
      json.nextToken();
      entries.put(name, keyLine, value());
    }
    return entries.end(line);
  }
}
