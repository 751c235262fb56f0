package io.pullcheck.web.status;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.model.Pull;
import io.pullcheck.verdict.Inventory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// Answers `POST /api/v1/images/check?image=…`: that image is checked before all others of its
/// registry. Not often, so that nobody can use it to flood a registry.
final class CheckApi implements Handler {

  private static final int AT_ONCE = 10;
  private static final Duration PERIOD = Duration.ofSeconds(2);
  // Each namespace with other credentials has a pull of its own.
  private static final int MOST_PULLS = 1_000;

  private final Inventory inventory;
  private final Predicate<Pull> checkNow;
  private final Supplier<String> view;
  private final Allowance allowance;
  private final JsonMapper json = JsonMapper.shared();

  /// @param checkNow returns false if this replica checks nothing now
  CheckApi(
      Inventory inventory, Predicate<Pull> checkNow, Supplier<String> view, LongSupplier nanoTime) {
    this.inventory = inventory;
    this.checkNow = checkNow;
    this.view = view;
    this.allowance = new Allowance(AT_ONCE, PERIOD, nanoTime);
  }

  @Override
  public void handle(Context context) {
    String image = Optional.ofNullable(context.queryParam("image")).orElse("");
    String leader = view.get();
    if (image.isEmpty()) {
      refuse(context, 400, "the parameter image is missing");
    } else if (!leader.isEmpty()) {
      refuse(context, 409, "this replica checks nothing; the verdicts are of " + leader);
    } else if (!allowance.take()) {
      context.header("Retry-After", String.valueOf(PERIOD.toSeconds()));
      refuse(context, 429, "too many checks were asked for: try again in a few seconds");
    } else {
      check(context, image);
    }
  }

  private void check(Context context, String image) {
    List<Pull> pulls =
        inventory.snapshot().pulls().keySet().stream()
            .filter(pull -> pull.image().equals(image))
            .limit(MOST_PULLS)
            .toList();
    if (pulls.isEmpty()) {
      refuse(context, 404, "no workload uses that image");
      return;
    }
    long begun = pulls.stream().filter(checkNow).count();
    if (begun == 0) {
      refuse(context, 503, "nothing is checked at the moment: replicas change places");
      return;
    }
    context
        .status(202)
        .contentType("application/json")
        .result(json.writeValueAsBytes(Map.of("checks", begun)));
  }

  private static void refuse(Context context, int status, String line) {
    context.status(status).result(line + "\n");
  }

  /// How often something may be asked for: so many times at once, and then once in a while. Safe
  /// for use by many threads.
  static final class Allowance {

    private final int most;
    private final long period;
    private final LongSupplier nanoTime;
    private int left;
    // Since when `left` is what it is, in nanoseconds.
    private long since;

    /// @param most how many times at once
    /// @param period until one more time is allowed
    Allowance(int most, Duration period, LongSupplier nanoTime) {
      this.most = most;
      this.period = period.toNanos();
      this.nanoTime = nanoTime;
      this.left = most;
      this.since = nanoTime.getAsLong();
    }

    /// Takes one time, if one is left.
    synchronized boolean take() {
      long now = nanoTime.getAsLong();
      long earned = (now - since) / period;
      if (left + earned >= most) {
        left = most;
        since = now;
      } else {
        left += (int) earned;
        since += earned * period;
      }
      if (left == 0) {
        return false;
      }
      left--;
      return true;
    }
  }
}
