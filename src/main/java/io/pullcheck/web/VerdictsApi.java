package io.pullcheck.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.image.Pull;
import io.pullcheck.inventory.PullStatus;
import io.pullcheck.inventory.Snapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// `GET /api/v1/verdicts?after=<RFC 3339>`: what was found after then, a JSON object a line. For
/// the replicas that do not lead.
final class VerdictsApi implements Handler {

  static final String PATH = "/api/v1/verdicts";

  private final Supplier<Snapshot> inventory;
  private final JsonMapper json = JsonMapper.shared();

  VerdictsApi(Supplier<Snapshot> inventory) {
    this.inventory = inventory;
  }

  @Override
  public void handle(Context context) throws IOException {
    Instant after;
    try {
      after =
          Optional.ofNullable(context.queryParam("after")).map(Instant::parse).orElse(Instant.MIN);
    } catch (DateTimeParseException e) {
      context.status(400).result("after must be a time such as 2026-03-01T12:00:00Z\n");
      return;
    }
    context.contentType("application/x-ndjson");
    OutputStream out = new BufferedOutputStream(context.outputStream());
    for (Map.Entry<Pull, PullStatus> each : inventory.get().pulls().entrySet()) {
      Optional<VerdictLine> line =
          VerdictLine.of(each.getKey(), each.getValue())
              .filter(known -> known.checked().isAfter(after));
      if (line.isPresent()) {
        out.write(json.writeValueAsBytes(line.get()));
        out.write('\n');
      }
    }
    out.flush();
  }
}
