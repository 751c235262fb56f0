package io.pullcheck.metrics;

import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.MetricsDetail;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.RunningPods;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InventoryMetricsTest {

  /// A replica may become the leader while it answers a scrape.
  @Test
  void aScrapeIsOfOneMoment() throws IOException {
    Inventory inventory = new Inventory(_ -> true);
    inventory.replace(deployment("shop", "cart", "reg.io/cart:v1"));
    inventory.record(
        pull("shop", "reg.io/cart:v1"),
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), Instant.EPOCH));
    Deque<Snapshot> moments = new ArrayDeque<>(List.of(Snapshot.EMPTY, inventory.snapshot()));
    InventoryMetrics metrics =
        new InventoryMetrics(
            moments::pop,
            List.of(
                new VerdictMetrics(
                    MetricsDetail.ALL, Duration.ofSeconds(15), InstantSource.fixed(Instant.EPOCH)),
                new WorkloadLabelMetrics(MetricsDetail.ALL),
                new RescueMetrics(new RunningPods(false))));

    assertThat(text(metrics)).contains("images{").doesNotContain("namespace=");
    assertThat(text(metrics)).contains("_absent{", "_workload_labels{", "_absent_image_replicas{");
    assertThat(moments).isEmpty();
  }

  private static String text(InventoryMetrics metrics) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out, _ -> true);
    return out.toString(StandardCharsets.UTF_8);
  }
}
