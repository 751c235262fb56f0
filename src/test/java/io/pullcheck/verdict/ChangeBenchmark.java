package io.pullcheck.verdict;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What one change of state costs the inventory, in CPU, among 1,000 pulls and among 100,000 of
/// 50,000 workloads: a registry goes down and comes back. Run by `mvn -Pbench verify`.
final class ChangeBenchmark {

  private static final int FEW = 1_000;
  private static final int MANY = 100_000;
  private static final int NAMESPACES = 200;
  private static final int CHANGES = 200_000;

  private ChangeBenchmark() {}

  public static void main(String[] arguments) {
    // Compiles it.
    double _ = microsOfAChange(FEW);
    System.out.printf(
        Locale.ROOT,
        "a change of state: %.1f µs of CPU among %d pulls, %.1f µs among %d%n",
        microsOfAChange(FEW),
        FEW,
        microsOfAChange(MANY),
        MANY);
  }

  private static double microsOfAChange(int pulls) {
    AtomicLong changes = new AtomicLong();
    Inventory inventory = new Inventory(_ -> true, (_, _, _) -> changes.incrementAndGet());
    List<Pull> all = new ArrayList<>();
    for (int i = 0; i < pulls; i += 2) {
      String namespace = "namespace-" + i % NAMESPACES;
      inventory.replace(deployment(namespace, "app-" + i, image(i), image(i + 1)));
      all.add(pull(namespace, image(i)));
      all.add(pull(namespace, image(i + 1)));
    }
    TestingClock clock = new TestingClock();
    Verdict available = new Verdict.Available(Optional.empty());
    Verdict down = Verdict.Unavailable.of(Reason.CONNECT);
    all.forEach(each -> inventory.record(each, new CheckedVerdict(available, clock.instant())));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    for (boolean isDown = true; changes.get() < CHANGES; isDown = !isDown) {
      clock.advance(Duration.ofMinutes(1));
      Verdict verdict = isDown ? down : available;
      all.forEach(each -> inventory.record(each, new CheckedVerdict(verdict, clock.instant())));
    }
    return (threads.getCurrentThreadCpuTime() - begun) / 1e3 / changes.get();
  }

  private static String image(int i) {
    return "registry.example.com/team-" + i % 50 + "/app-" + i + ":v1.2." + i % 10;
  }
}
