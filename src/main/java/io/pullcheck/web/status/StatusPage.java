package io.pullcheck.web.status;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.pullcheck.keep.Needed;
import io.pullcheck.model.Pull;
import io.pullcheck.rescue.Rescues;
import io.pullcheck.verdict.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// What the status page shows, and its API. [#follow] is for one thread, the others for any.
public final class StatusPage {

  /// Where a check is asked for, by POST: the one path by which anything can be changed.
  public static final String CHECK_PATH = "/api/v1/images/check";

  /// Where it comes from.
  ///
  /// @param inventory what is shown
  /// @param rescues how images that are gone can be had back, and what depends on them
  /// @param view whose verdicts the inventory has; empty on the leader
  /// @param synced whether all workloads of the cluster are known
  /// @param registries the condition of the registry hosts that were asked
  /// @param checkNow checks a pull before all others; false if this replica checks nothing now
  public record Sources(
      Inventory inventory,
      Rescues rescues,
      Supplier<String> view,
      BooleanSupplier synced,
      Supplier<Map<String, RegistryCondition>> registries,
      Predicate<Pull> checkNow,
      InstantSource clock) {}

  /// How it stands with a registry host now.
  ///
  /// @param down it does not answer, several times in a row
  /// @param paused what is left of the pause that it asked for; zero if there is none
  public record RegistryCondition(boolean down, Duration paused) {}

  /// What never changes.
  ///
  /// @param cluster the cluster's name, if it has one
  /// @param version of Pullcheck
  public record About(Optional<String> cluster, String version) {}

  private final Sources sources;
  private final KeepListApi keepList;
  private final About about;
  private final Tables tables;
  private final RecentChanges changes;
  private final UnavailableHistory history = new UnavailableHistory();
  private final JsonMapper json = JsonMapper.shared();

  /// Has no keep-list.
  public StatusPage(Sources sources, About about) {
    this(sources, about, Optional.empty());
  }

  /// Shows what the sources have.
  ///
  /// @param needed lists the images that the cluster needs, which blocks; nothing if that is off
  public StatusPage(Sources sources, About about, Optional<Supplier<Needed>> needed) {
    this.keepList = new KeepListApi(needed, System::nanoTime);
    this.sources = sources;
    this.about = about;
    this.tables = new Tables(sources.inventory(), sources.rescues(), System::nanoTime);
    this.changes = new RecentChanges(sources.inventory(), sources.rescues()::registry);
  }

  /// Takes in what has changed; to be called about once a second.
  public void follow() {
    changes.follow();
    Instant now = sources.clock().instant();
    if (history.isDue(now)) {
      changes.prune();
      // Before anything was checked, nobody knows; and a table each second, of all workloads, would
      // slow the start down.
      if (sources.inventory().knowsAnything()) {
        ImageTable table = tables.fresh();
        if (table.isCheckedInPart()) {
          history.add(now, table.unavailable());
        }
      }
    }
  }

  /// Adds the paths of its API.
  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/images", new ImagesApi(tables, sources.view()));
    routes.get("/api/v1/images.csv", new CsvApi(tables));
    routes.get("/api/v1/status", this::report);
    routes.get("/api/v1/keep-list", keepList);
    routes.post(
        CHECK_PATH,
        new CheckApi(sources.inventory(), sources.checkNow(), sources.view(), System::nanoTime));
  }

  private void report(Context context) {
    Instant now = sources.clock().instant();
    ImageTable table = tables.current();
    StatusReport report =
        new StatusReport(
            about.cluster(),
            about.version(),
            sources.view().get(),
            now,
            sources.synced().getAsBoolean(),
            StatusReport.Totals.of(table),
            RegistryTrouble.of(table, sources.registries().get(), now),
            changes.list(),
            history.samples());
    context.contentType("application/json").result(json.writeValueAsBytes(report));
  }
}
