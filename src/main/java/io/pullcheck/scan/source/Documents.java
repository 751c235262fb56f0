package io.pullcheck.scan.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The documents of one text, YAML or JSON. One that cannot be read does not stop those behind it.
final class Documents {

  private static final String SEPARATOR = "---";
  private static final String TEMPLATE = "{{";
  private static final String RENDER_FIRST =
      " (a template? Render it first, such as by helm template)";

  private final String file;
  private final Consumer<Problem> problems;
  private final List<Tree> read = new ArrayList<>();

  private Documents(String file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  static List<Tree> of(String file, String text, Consumer<Problem> problems) {
    Documents documents = new Documents(file, problems);
    if (!text.stripLeading().startsWith("{") || !documents.isJson(text)) {
      documents.readYaml(text);
    }
    return documents.read;
  }

  // What begins with a brace may be YAML all the same. What both refuse is told as what it looks
  // like: where there is a second document or a template, YAML.
  private boolean isJson(String text) {
    try {
      read.addAll(JsonReader.read(text));
      return true;
    } catch (Unreadable e) {
      boolean yaml = text.stripLeading().startsWith(TEMPLATE) || text.contains("\n" + SEPARATOR);
      if (yaml || isYaml(text)) {
        return false;
      }
      problems.accept(new Problem(file, e.line(), e.what()));
      return true;
    }
  }

  private static boolean isYaml(String text) {
    try {
      return !YamlReader.read(text, 0).isEmpty();
    } catch (Unreadable e) {
      return false;
    }
  }

  // A line that begins with three dashes ends a document wherever it stands in it.
  private void readYaml(String text) {
    StringBuilder document = new StringBuilder();
    int begun = 0;
    int line = 0;
    for (String each : (Iterable<String>) text.lines()::iterator) {
      if (isSeparator(each)) {
        readYaml(document.toString(), begun);
        document.setLength(0);
        begun = line;
        // What stands behind the dashes belongs to the next document.
        document.append("   ").append(each, SEPARATOR.length(), each.length()).append('\n');
      } else {
        document.append(each).append('\n');
      }
      line++;
    }
    readYaml(document.toString(), begun);
  }

  private static boolean isSeparator(String line) {
    return line.startsWith(SEPARATOR)
        && (line.length() == SEPARATOR.length()
            || Character.isWhitespace(line.charAt(SEPARATOR.length())));
  }

  private void readYaml(String document, int begun) {
    if (document.lines().allMatch(Documents::saysNothing)) {
      return;
    }
    try {
      read.addAll(YamlReader.read(document, begun));
    } catch (Unreadable e) {
      String hint = document.contains(TEMPLATE) ? RENDER_FIRST : "";
      problems.accept(new Problem(file, e.line(), e.what() + hint));
    }
  }

  // Blank lines, comments and directives.
  private static boolean saysNothing(String line) {
    String text = line.strip();
    return text.isEmpty() || text.startsWith("#") || line.startsWith("%");
  }
}
