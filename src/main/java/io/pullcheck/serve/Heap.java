package io.pullcheck.serve;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the heap as small as what lives in it, and says when the limit is too small.
///
/// The serial collector lets the old generation grow up to the limit before it collects it for the
/// first time, and gives memory back only when it collects. After the first list of a large cluster
/// most of it is garbage. So it is collected here, when there is as much to gain as to keep, and so
/// seldom that it costs little.
///
/// One thread calls [#run]; any may ask for [#fullness].
final class Heap implements Runnable {

  /// The name of the serial collector's old generation. Other collectors give memory back by
  /// themselves.
  private static final String OLD_GENERATION = "Tenured Gen";

  // Of the time, at most one part in so many is spent in collections that are asked for here.
  private static final int SELDOM = 50;
  // A cluster that grows a little more is lost: a scrape and a review need room, too.
  private static final double TIGHT = 0.8;

  private static final Logger log = LoggerFactory.getLogger(Heap.class);

  /// The old generation, in bytes.
  ///
  /// @param used with garbage
  /// @param live what was left by the last collection of it; 0 before the first
  /// @param largest it can become no larger
  record Use(long used, long live, long largest) {

    // What a collection of less is not worth.
    private static final long LEAST = 12L << 20;

    boolean isWorthCollecting() {
      return used - live > Math.max(LEAST, live / 2);
    }

    /// How much of it is in use by what lives, from 0 to 1.
    double fullness() {
      return (double) live / largest;
    }
  }

  private final Supplier<Optional<Use>> use;
  private final Supplier<Duration> collection;
  private final Supplier<Duration> elapsed;
  private Duration next = Duration.ZERO;
  private boolean tight;

  /// @param use nothing where the collector is another one
  /// @param collection collects the heap, and says how long that took
  /// @param elapsed the time since some moment, which never goes back
  Heap(Supplier<Optional<Use>> use, Supplier<Duration> collection, Supplier<Duration> elapsed) {
    this.use = use;
    this.collection = collection;
    this.elapsed = elapsed;
  }

  /// That of this process.
  static Heap ofThisProcess() {
    Optional<MemoryPoolMXBean> old =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals(OLD_GENERATION))
            .findFirst();
    return new Heap(() -> old.map(Heap::use), Heap::collect, Heap::elapsed);
  }

  private static Use use(MemoryPoolMXBean pool) {
    MemoryUsage now = pool.getUsage();
    return new Use(now.getUsed(), pool.getCollectionUsage().getUsed(), now.getMax());
  }

  private static Duration collect() {
    Duration start = elapsed();
    System.gc();
    return elapsed().minus(start);
  }

  private static Duration elapsed() {
    return Duration.ofNanos(System.nanoTime());
  }

  @Override
  public void run() {
    if (elapsed.get().compareTo(next) >= 0
        && use.get().filter(Use::isWorthCollecting).isPresent()) {
      Duration took = collection.get();
      next = elapsed.get().plus(took.multipliedBy(SELDOM));
    }
    use.get().ifPresent(this::warn);
  }

  /// How much of the heap what lives takes, from 0 to 1; 0 before the first collection.
  double fullness() {
    return use.get().map(Use::fullness).orElse(0.0);
  }

  private void warn(Use now) {
    boolean before = tight;
    tight = now.fullness() > TIGHT;
    if (tight && !before) {
      log.atWarn()
          .addKeyValue("live", mebibytes(now.live()))
          .addKeyValue("largest", mebibytes(now.largest()))
          .log("the memory limit is too small for this cluster: raise resources.limits.memory");
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + "Mi";
  }
}
