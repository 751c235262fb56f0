package io.pullcheck.install;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The tables of values in the chart's README, made from values.yaml: a comment above a value
/// describes it, and `## ` starts a table of its own.
final class ValuesTable {
  private static final Pattern VALUE = Pattern.compile("( *)([A-Za-z]+):(.*)");
  private static final int INDENT = 2;

  private final StringBuilder markdown = new StringBuilder();
  private final List<String> path = new ArrayList<>();
  private final List<String> comment = new ArrayList<>();

  private ValuesTable() {}

  static String of(List<String> lines) {
    var table = new ValuesTable();
    for (int i = 0; i < lines.size(); i++) {
      table.read(lines.get(i), lines.subList(i + 1, lines.size()));
    }
    return table.markdown.toString();
  }

  private void read(String line, List<String> following) {
    var value = VALUE.matcher(line);
    if (line.startsWith("## ")) {
      markdown
          .append("\n#")
          .append(line)
          .append("\n\n| value | default | |\n| --- | --- | --- |\n");
    } else if (line.strip().startsWith("# ")) {
      comment.add(line.strip().substring(2));
    } else if (value.matches() && value.group(1).length() / INDENT <= path.size()) {
      int depth = value.group(1).length() / INDENT;
      path.subList(depth, path.size()).clear();
      path.add(value.group(2));
      row(value.group(3).strip(), depth, following);
      comment.clear();
    } else {
      comment.clear();
    }
  }

  private void row(String inline, int depth, List<String> following) {
    if (comment.isEmpty()) {
      return;
    }
    var below =
        following.stream()
            .takeWhile(it -> it.startsWith(" ".repeat((depth + 1) * INDENT)))
            .map(String::strip)
            .toList();
    var described = below.stream().anyMatch(it -> it.startsWith("# "));
    var defaultValue =
        inline.isEmpty() && !described && !below.isEmpty() ? "(see values.yaml)" : code(inline);
    markdown.append(
        "| `%s` | %s | %s |\n"
            .formatted(
                String.join(".", path),
                defaultValue,
                String.join(" ", comment).replace("|", "\\|")));
  }

  private static String code(String value) {
    return value.isEmpty() ? "" : "`" + value + "`";
  }
}
