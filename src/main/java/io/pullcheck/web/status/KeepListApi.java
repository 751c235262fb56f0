package io.pullcheck.web.status;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.keep.KeepFormat;
import io.pullcheck.keep.KeepList;
import io.pullcheck.keep.Needed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers `GET /api/v1/keep-list`: every image that the cluster needs, or, if something could not
/// be listed, status 503 with what that is, and not a single image. The cluster is listed for one
/// request at a time, and not again within ten seconds.
final class KeepListApi implements Handler {

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Optional<Supplier<Needed>> listing;
  private final LongSupplier nanoTime;
  private @Nullable Needed last;
  private long lastAt;

  /// @param listing lists the cluster, which blocks; nothing if that is not wanted
  KeepListApi(Optional<Supplier<Needed>> listing, LongSupplier nanoTime) {
    this.listing = listing;
    this.nanoTime = nanoTime;
  }

  @Override
  public void handle(Context context) {
    String asked = Optional.ofNullable(context.queryParam("format")).orElse("");
    Optional<KeepFormat> format = KeepFormat.named(asked);
    String prefix = Optional.ofNullable(context.queryParam("repository")).orElse("");
    if (listing.isEmpty()) {
      refuse(context, 404, List.of("the keep-list is off: it needs --keep-list"));
    } else if (format.isEmpty()) {
      refuse(context, 400, List.of("format is not known (allowed: text, json, regex)"));
    } else {
      switch (needed(listing.get())) {
        case Needed.Whole(KeepList list) -> answer(context, format.get(), list, prefix);
        case Needed.Incomplete(List<String> problems) -> refuse(context, 503, problems);
      }
    }
  }

  private synchronized Needed needed(Supplier<Needed> list) {
    Needed known = last;
    if (known == null || nanoTime.getAsLong() - lastAt > FRESH.toNanos()) {
      known = list.get();
      last = known;
      lastAt = nanoTime.getAsLong();
    }
    return known;
  }

  private static void answer(Context context, KeepFormat format, KeepList all, String prefix) {
    KeepList list = all.in(prefix);
    List<String> unsaid = format.cannotSay(list);
    if (all.isEmpty()) {
      refuse(context, 503, List.of("no image is needed at all, which cannot be"));
    } else if (!unsaid.isEmpty()) {
      refuse(context, 503, unsaid);
    } else {
      context.contentType(format.contentType()).result(format.write(list));
    }
  }

  private static void refuse(Context context, int status, List<String> lines) {
    context.status(status).result(String.join("\n", lines) + "\n");
  }
}
