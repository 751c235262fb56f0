package io.pullcheck.log;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.limit.HostGateStatus;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What the log says of an outage.
class ChangesLogTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());
  private static final HostGateStatus FINE = new HostGateStatus(Duration.ZERO, false, 50);
  private static final HostGateStatus DOWN = new HostGateStatus(Duration.ZERO, true, 50);
  private static final HostGateStatus PAUSED =
      new HostGateStatus(Duration.ofSeconds(30), false, 50);

  private final ImageLog images = new ImageLog();

  @Test
  void oneLineForAnImageHoweverManyUseIt() {
    try (CapturedLog log = new CapturedLog(ImageLog.class)) {
      for (String name : List.of("a", "b", "c", "d", "e")) {
        changed(deployment("shop", name, "reg.io/cart:v41"), ABSENT);
      }
      images.write(START, ChangesLogTest::registry);
      changed(deployment("shop", "a", "reg.io/cart:v41"), AVAILABLE);
      images.write(START.plusSeconds(1), ChangesLogTest::registry);

      assertThat(log.lines())
          .containsExactly(
              "INFO  image not found image=reg.io/cart:v41 state=absent reason=manifest_unknown"
                  + " registry=reg.io workloads=5 first=\"shop/deployment/a, shop/deployment/b, shop/deployment/c\"",
              "INFO  image can be pulled again image=reg.io/cart:v41 state=available"
                  + " registry=reg.io workloads=1 first=shop/deployment/a");
    }
  }

  @Test
  void afterTwentyInAMinuteTheRestIsSummedUp() {
    try (CapturedLog log = new CapturedLog(ImageLog.class)) {
      for (int i = 0; i < 50; i++) {
        changed(deployment("shop", "w" + i, "reg.io/i:" + i), ABSENT);
      }
      images.write(START, ChangesLogTest::registry);
      assertThat(log.lines()).hasSize(20);

      images.write(START.plusSeconds(59), ChangesLogTest::registry);
      assertThat(log.lines()).isEmpty();

      changed(deployment("shop", "w", "reg.io/last:1"), ABSENT);
      images.write(START.plusSeconds(60), ChangesLogTest::registry);
      assertThat(log.lines())
          .satisfiesExactly(
              sum ->
                  assertThat(sum)
                      .isEqualTo(
                          "INFO  more images changed their state within the last minute images=30 states=\"30 absent\""),
              line -> assertThat(line).contains("reg.io/last:1"));
    }
  }

  @Test
  void aRegistryGoesDownAndComesBack() {
    RegistryLog registries = new RegistryLog();
    try (CapturedLog log = new CapturedLog(RegistryLog.class)) {
      registries.write(Map.of("reg.io", FINE), START);
      registries.write(Map.of("reg.io", DOWN), START.plusSeconds(1));
      registries.write(Map.of("reg.io", DOWN), START.plusSeconds(2));
      registries.write(Map.of("reg.io", FINE), START.plusSeconds(91));
      registries.write(Map.of("reg.io", PAUSED), START.plusSeconds(92));
      registries.write(Map.of("reg.io", FINE), START.plusSeconds(122));

      assertThat(log.lines())
          .containsExactly(
              "WARN  registry does not answer; one check at a time goes on asking it registry=reg.io",
              "INFO  registry answers again registry=reg.io after=1m30s",
              "WARN  registry asks to be left alone (HTTP 429); its images keep their last verdicts"
                  + " registry=reg.io until=2026-03-01T12:02:02Z",
              "INFO  registry is asked again registry=reg.io after=30s");
    }
  }

  @Test
  void hundredsOfRegistriesAreOneLineMore() {
    RegistryLog registries = new RegistryLog();
    Map<String, HostGateStatus> gates = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      gates.put("h" + i + ".io", DOWN);
    }
    try (CapturedLog log = new CapturedLog(RegistryLog.class)) {
      registries.write(gates, START);
      assertThat(log.lines()).hasSize(20);
      registries.write(gates, START.plusSeconds(60));
      assertThat(log.lines())
          .containsExactly(
              "INFO  more registries went down, were paused or came back within the last minute changes=280");
    }
  }

  @Test
  void theStartIsToldInTwoLines() {
    Inventory inventory = new Inventory(_ -> true);
    Workload workload = deployment("shop", "cart", "reg.io/cart:v41", "reg.io/db:1");
    inventory.replace(workload);
    ProgressLog progress = new ProgressLog(START, ChangesLogTest::registry);
    try (CapturedLog log = new CapturedLog(ProgressLog.class)) {
      progress.write(false, true, inventory::snapshot, START.plusSeconds(1));
      progress.write(true, true, inventory::snapshot, START.plusSeconds(2));
      record(inventory, workload, 0, ABSENT);
      progress.write(true, true, inventory::snapshot, START.plusSeconds(8));
      record(
          inventory,
          workload,
          1,
          new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofMinutes(1)));
      progress.write(true, true, inventory::snapshot, START.plusSeconds(14));
      progress.write(true, true, inventory::snapshot, START.plusSeconds(20));

      assertThat(log.lines())
          .containsExactly(
              "INFO  synced: 1 workload, 2 images, 1 registry in 2s",
              "INFO  first lap done: of 2 images, 1 not available, 1 put off by their registries, in 14s");
    }
  }

  private static String registry(String image) {
    return image.substring(0, image.indexOf('/'));
  }

  private void changed(Workload workload, Verdict now) {
    workload.images().forEach(image -> images.changed(workload, image, now));
  }

  private static void record(Inventory inventory, Workload workload, int index, Verdict verdict) {
    ContainerImage image = workload.images().get(index);
    inventory.record(workload.pull(image), new CheckedVerdict(verdict, START));
  }
}
