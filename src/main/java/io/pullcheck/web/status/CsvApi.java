package io.pullcheck.web.status;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers `GET /api/v1/images.csv`: all rows of a query, without pages, for a spreadsheet.
final class CsvApi implements Handler {

  private static final List<String> HEADER =
      List.of(
          "group",
          "state",
          "image",
          "registry",
          "workloads",
          "reason",
          "summary",
          "detail",
          "advice",
          "since",
          "last_check",
          "next_check",
          "used_by",
          "replicas",
          "running_pods",
          "running_nodes",
          "rescue");
  // A cell that begins like this is a formula to a spreadsheet, which may run commands or send
  // other cells away. OWASP: CSV Injection.
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private final Tables tables;

  CsvApi(Tables tables) {
    this.tables = tables;
  }

  @Override
  public void handle(Context context) throws IOException {
    try {
      ImagesQuery query = ImagesQuery.of(context.queryParamMap());
      Selection selection = Selection.of(tables.current(), query);
      context.contentType("text/csv; charset=utf-8; header=present");
      context.header("Content-Disposition", "attachment; filename=\"pullcheck-images.csv\"");
      write(selection, context);
    } catch (ImagesQuery.Refused e) {
      context.status(400).result(e.getMessage() + "\n");
    }
  }

  private static void write(Selection selection, Context context) throws IOException {
    Writer out =
        new BufferedWriter(new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8));
    out.write(line(HEADER.stream()));
    Iterator<Selection.Placed> rows = selection.rows().iterator();
    while (rows.hasNext()) {
      out.write(line(cells(rows.next().row())));
    }
    out.flush();
  }

  private static Stream<String> cells(ImageRow row) {
    return Stream.of(
        row.group().orElse(""),
        row.state(),
        row.image(),
        row.registry(),
        String.valueOf(row.dependents()),
        row.reason().orElse(""),
        row.summary().orElse(""),
        row.detail().orElse(""),
        row.advice().orElse(""),
        row.since().map(Object::toString).orElse(""),
        row.lastCheck().map(Object::toString).orElse(""),
        row.nextCheck().map(Object::toString).orElse(""),
        row.workloads().stream()
            .map(use -> use.namespace() + "/" + use.kind() + "/" + use.name())
            .distinct()
            .collect(Collectors.joining(" ")),
        String.valueOf(row.replicas()),
        row.running().map(running -> String.valueOf(running.pods())).orElse(""),
        row.running().map(running -> String.valueOf(running.nodes())).orElse(""),
        row.rescues().stream()
            .map(rescue -> rescue.text() + " " + rescue.command())
            .collect(Collectors.joining(" ")));
  }

  // RFC 4180.
  static String line(Stream<String> cells) {
    return cells.map(CsvApi::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
  }
}
