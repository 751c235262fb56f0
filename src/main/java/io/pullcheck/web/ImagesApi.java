package io.pullcheck.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.verdict.Snapshot;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Answers `GET /api/v1/images` with an [ImagesPage] as JSON.
final class ImagesApi implements Handler {

  private final Supplier<Snapshot> inventory;
  private final Function<String, String> registryOf;
  private final Supplier<String> view;
  private final JsonMapper json = JsonMapper.shared();

  ImagesApi(
      Supplier<Snapshot> inventory, Function<String, String> registryOf, Supplier<String> view) {
    this.inventory = inventory;
    this.registryOf = registryOf;
    this.view = view;
  }

  @Override
  public void handle(Context context) {
    try {
      ImagesQuery query = ImagesQuery.of(context.queryParamMap());
      ImagesPage page = ImagesPage.of(inventory.get(), registryOf, view.get(), query);
      context.contentType("application/json").result(json.writeValueAsBytes(page));
    } catch (ImagesQuery.Refused e) {
      context.status(400).result(e.getMessage() + "\n");
    }
  }
}
