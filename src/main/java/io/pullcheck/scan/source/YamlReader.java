package io.pullcheck.scan.source;

import io.pullcheck.scan.source.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML as [Tree]s, by the library's events: its own trees are built recursively, however
/// deep, and do not tell a key's line where one stands twice.
final class YamlReader {

  private static final String MERGE = "<<";
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

  private final Iterator<Event> events;
  private final int offset;
  private final Map<Anchor, Tree> anchors = new HashMap<>();

  private YamlReader(String text, int offset) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Math.max(1, text.length())).build();
    this.events = new Parse(settings).parseString(text).iterator();
    this.offset = offset;
  }

  /// The documents of a text. What is read before an error is lost with it: [Documents] hands over
  /// one document at a time.
  ///
  /// @param offset lines of the file before the text
  static List<Tree> read(String text, int offset) throws Unreadable {
    try {
      return new YamlReader(text, offset).documents();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new Unreadable(offset + line, "not YAML: " + oneLine(e.getProblem()));
    } catch (ReaderException e) {
      int end = Math.min(text.length(), text.offsetByCodePoints(0, e.getPosition()));
      int line = 1 + (int) text.substring(0, end).chars().filter(each -> each == '\n').count();
      throw new Unreadable(offset + line, "not YAML: it has a control character");
    } catch (YamlEngineException e) {
      throw new Unreadable(offset + 1, "not YAML: " + oneLine(e.getMessage()));
    }
  }

  private static String oneLine(@Nullable String problem) {
    return String.valueOf(problem).lines().findFirst().orElse("");
  }

  private List<Tree> documents() throws Unreadable {
    List<Tree> documents = new ArrayList<>();
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent) {
        anchors.clear();
        documents.add(value(events.next(), 0));
      }
    }
    return documents;
  }

  private int line(Event event) {
    return offset + 1 + event.getStartMark().map(mark -> mark.getLine()).orElse(0);
  }

  private Tree value(Event event, int depth) throws Unreadable {
    int line = line(event);
    if (depth > Tree.DEEPEST) {
      throw new Unreadable(line, "it has more than " + Tree.DEEPEST + " levels");
    }
    return switch (event) {
      case ScalarEvent scalar -> anchored(scalar.getAnchor(), scalar(scalar, line));
      case SequenceStartEvent start -> anchored(start.getAnchor(), sequence(line, depth));
      case MappingStartEvent start -> anchored(start.getAnchor(), mapping(line, depth));
      case AliasEvent alias -> alias(alias, line);
      default -> throw new Unreadable(line, "not YAML: a value is missing");
    };
  }

  private Tree anchored(Optional<Anchor> anchor, Tree tree) {
    anchor.ifPresent(name -> anchors.put(name, tree));
    return tree;
  }

  private Tree alias(AliasEvent alias, int line) throws Unreadable {
    Tree tree = anchors.get(alias.getAlias());
    if (tree == null) {
      throw new Unreadable(line, "no anchor &" + alias.getAlias() + " stands before this alias");
    }
    return tree;
  }

  private Tree sequence(int line, int depth) throws Unreadable {
    List<Tree> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(value(next, depth + 1));
    }
    return new Tree.Sequence(items, line);
  }

  private Tree mapping(int line, int depth) throws Unreadable {
    Tree.Entries entries = new Tree.Entries();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      Tree key = value(next, depth + 1);
      Tree value = value(events.next(), depth + 1);
      if (!(key instanceof Scalar name)) {
        throw new Unreadable(key.line(), "a key is no text");
      }
      boolean plain = next instanceof ScalarEvent scalar && scalar.isPlain();
      if (plain && name.text().equals(MERGE)) {
        entries.merge(value);
      } else {
        entries.put(name.text(), key.line(), value);
      }
    }
    return entries.end(line);
  }

  private static Tree scalar(ScalarEvent event, int line) {
    String text = event.getValue();
    boolean plain = event.isPlain() && event.getTag().isEmpty();
    return new Scalar(plain ? type(text) : Scalar.Type.TEXT, text, line);
  }

  private static Scalar.Type type(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Scalar.Type.NULL;
      case "true", "True", "TRUE" -> Scalar.Type.TRUE;
      case "false", "False", "FALSE" -> Scalar.Type.FALSE;
      default -> number(text);
    };
  }

  private static Scalar.Type number(String text) {
    if (INTEGER.matcher(text).matches()) {
      return Scalar.Type.INTEGER;
    }
    return text.length() < 100 && FRACTION.matcher(text).matches()
        ? Scalar.Type.FRACTION
        : Scalar.Type.TEXT;
  }
}
