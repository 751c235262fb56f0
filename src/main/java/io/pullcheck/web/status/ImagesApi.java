package io.pullcheck.web.status;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Answers `GET /api/v1/images` with an [ImagesPage] as JSON.
final class ImagesApi implements Handler {

  private final Tables tables;
  private final Supplier<String> view;
  private final JsonMapper json = JsonMapper.shared();

  ImagesApi(Tables tables, Supplier<String> view) {
    this.tables = tables;
    this.view = view;
  }

  @Override
  public void handle(Context context) {
    try {
      ImagesQuery query = ImagesQuery.of(context.queryParamMap());
      ImagesPage page = ImagesPage.of(tables.current(), view.get(), query);
      context.contentType("application/json").result(json.writeValueAsBytes(page));
    } catch (ImagesQuery.Refused e) {
      context.status(400).result(e.getMessage() + "\n");
    }
  }
}
