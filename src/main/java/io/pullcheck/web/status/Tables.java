package io.pullcheck.web.status;

import io.pullcheck.rescue.Rescues;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.Snapshot;
import java.util.function.LongSupplier;

/// The table of what the inventory holds. It is made anew only when something has changed, and so
/// seldom that at most a tenth of one thread's time goes into it, however many people look and
/// however fast things change: in a large cluster it may be some seconds old. Safe for use by many
/// threads.
final class Tables {

  /// @param snapshot of what it was made
  /// @param at when it was made, in nanoseconds, and how long that took
  private record Made(Snapshot snapshot, ImageTable table, long at, long took) {}

  private static final int REST = 9;

  private final Inventory inventory;
  private final Rescues rescues;
  private final LongSupplier nanoTime;
  private volatile Made last;

  Tables(Inventory inventory, Rescues rescues, LongSupplier nanoTime) {
    this.inventory = inventory;
    this.rescues = rescues;
    this.nanoTime = nanoTime;
    this.last =
        new Made(Snapshot.EMPTY, ImageTable.of(Snapshot.EMPTY, rescues), nanoTime.getAsLong(), 0);
  }

  ImageTable current() {
    Made known = last;
    return isYoung(known) ? known.table() : renewed();
  }

  private synchronized ImageTable renewed() {
    // Another thread may have made it meanwhile.
    return isYoung(last) ? last.table() : fresh();
  }

  /// The table of what the inventory holds now, whatever it costs.
  // The inventory gives the same snapshot until something changes; to compare two costs a walk.
  @SuppressWarnings("ReferenceEquality")
  synchronized ImageTable fresh() {
    Made known = last;
    long begin = nanoTime.getAsLong();
    Snapshot snapshot = inventory.snapshot();
    if (snapshot != known.snapshot()) {
      ImageTable table = ImageTable.of(snapshot, rescues);
      long end = nanoTime.getAsLong();
      known = new Made(snapshot, table, end, end - begin);
      last = known;
    }
    return known.table();
  }

  private boolean isYoung(Made made) {
    return nanoTime.getAsLong() - made.at() < REST * made.took();
  }
}
