package io.pullcheck.scan;

import java.util.ArrayList;
import java.util.List;

/// The results as aligned columns: image, state and reason.
final class TableReport {

  private static final int IMAGE = 0;
  private static final int STATE = 1;
  private static final String GAP = "  ";

  private TableReport() {}

  static String write(List<Result> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("IMAGE", "STATE", "REASON"));
    results.forEach(
        result ->
            rows.add(
                List.of(
                    printable(result.pull().image()), result.state(), result.reason().orElse(""))));
    int image = width(rows, IMAGE);
    int state = width(rows, STATE);
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      String line =
          pad(row.get(IMAGE), image) + GAP + pad(row.get(STATE), state) + GAP + row.getLast();
      table.append(line.stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static String printable(String image) {
    return image.replaceAll("\\p{Cntrl}", "?");
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
