package io.pullcheck.checker;

import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.TestingWorkloads;
import io.pullcheck.verdict.Destination;
import io.pullcheck.verdict.Inventory;
import java.time.Duration;
import java.util.Locale;

/// What inventory and queue take of the heap for 100,000 images that wait (or as many as its
/// argument says), strings of their names included. Run by hand.
final class QueueFootprint {

  private QueueFootprint() {}

  public static void main(String[] arguments) {
    int images = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
    TestingClock clock = new TestingClock();
    long before = used();
    Inventory inventory = new Inventory(_ -> true);
    Checker checker =
        new Checker(
            inventory,
            new HeldVerdicts(clock),
            pull -> {
              int tag = pull.image().lastIndexOf(':');
              int slash = pull.image().indexOf('/');
              return new Destination(
                  pull.image().substring(0, slash), pull.image().substring(0, tag));
            },
            new Schedule(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofMinutes(1)),
            16,
            () -> {},
            clock,
            new TestingTimer(clock));
    checker.start();
    for (int i = 0; i < images; i++) {
      String image = "registry.example.com/team-" + i % 50 + "/app-" + i + ":v1.2.3";
      inventory.replace(TestingWorkloads.deployment("namespace-" + i % 200, "app-" + i, image));
    }
    System.out.printf(Locale.ROOT, "%d images: %.1f MB%n", images, (used() - before) / 1e6);
    // Both must live until here.
    checker.stop();
    inventory.snapshot();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
