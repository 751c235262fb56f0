package io.pullcheck.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.model.Pull;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.VerdictLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Answers what has changed in the inventory, to the replicas that do not lead and nobody else;
/// [VerdictLine] says how. A mark is this process's random id and a revision of its inventory.
final class VerdictsApi implements Handler {

  private final Inventory inventory;
  private final Callers callers;
  private final String process = UUID.randomUUID().toString();
  private final Pattern ours = Pattern.compile(process + "\\.(\\d{1,18})");
  private final JsonMapper json = JsonMapper.shared();

  VerdictsApi(Inventory inventory, Callers callers) {
    this.inventory = inventory;
    this.callers = callers;
  }

  @Override
  public void handle(Context context) throws IOException {
    if (!callers.mayCopy(context)) {
      context.status(403).result("verdicts are for replicas alone, by their client certificate\n");
      return;
    }
    Inventory.Changes changes = inventory.changes(revision(context.queryParam(VerdictLine.AFTER)));
    context.contentType("application/x-ndjson");
    context.header(VerdictLine.MARK_HEADER, process + "." + changes.revision());
    OutputStream out = new BufferedOutputStream(context.outputStream());
    for (Map.Entry<Pull, PullStatus> each : changes.pulls().entrySet()) {
      Optional<VerdictLine> line = VerdictLine.of(each.getKey(), each.getValue());
      if (line.isPresent()) {
        out.write(json.writeValueAsBytes(line.get()));
        out.write('\n');
      }
    }
    out.flush();
  }

  private long revision(@Nullable String mark) {
    Matcher matcher = ours.matcher(mark == null ? "" : mark);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
