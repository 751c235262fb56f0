package io.pullcheck.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.registry.HostileServer;
import io.pullcheck.testing.RealApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// One tenant floods the memory; an honest tenant's verdicts go on. `-Pattack` makes the floods
/// larger.
@Tag("slow")
@Isolated("The floods take all of the machine's CPU, and others measure deadlines.")
final class MemoryAttackIT {

  private static final int PERCENT = Integer.getInteger("pullcheck.attack.percent", 20);
  private static final String HEAP = System.getProperty("pullcheck.attack.heap", "-XX:MaxRAM=512m");
  private static final String ONLY = System.getProperty("pullcheck.attack.only", "");
  private static final long SEED = Long.getLong("pullcheck.attack.seed", 11);
  private static final Duration PATIENCE = Duration.ofMillis(80L * PERCENT);

  @TempDir private static Path folder;
  private static final List<HostileServer> SERVERS = new ArrayList<>();
  private static RealApiServer cluster;
  private static Tenant tenant;

  @BeforeAll
  static void start() throws IOException {
    cluster = RealApiServer.shared();
    tenant = new Tenant(cluster, cluster.newNamespace("hostile"));
  }

  @AfterAll
  static void stop() throws IOException {
    tenant.close();
    for (HostileServer server : SERVERS) {
      server.close();
    }
  }

  private static List<MemoryFlood> floods() {
    List<MemoryFlood> floods =
        new ArrayList<>(
            MemoryFlood.all(PERCENT).stream().filter(each -> each.name().contains(ONLY)).toList());
    Collections.shuffle(floods, new Random(SEED));
    return floods;
  }

  @Test
  void theHonestTenantDoesNotFeelIt() throws Exception {
    String namespace = cluster.newNamespace("honest");
    List<MemoryFlood> floods = floods();
    List<List<String>> hosts = floods.stream().map(MemoryAttackIT::open).toList();
    try (HonestTenant honest = new HonestTenant(cluster, namespace);
        SmallServe serve =
            new SmallServe(
                HEAP,
                cluster.kubeconfig(),
                "--namespace=" + namespace,
                "--namespaces=" + namespace + "," + tenant.namespace(),
                "--webhook-configuration-name=hostile",
                "--check-interval=2s",
                "--failed-check-interval=1m",
                "--platforms=linux/amd64",
                "--config=" + config(hosts, honest.host()))) {
      honest.awaitKnown(serve);
      for (int i = 0; i < floods.size(); i++) {
        floods.get(i).act().accept(tenant, hosts.get(i));
      }
      boolean judged = serve.awaitsNoMore(PATIENCE);
      Duration noticed = honest.notices(serve);
      System.out.printf(
          "%s: all judged %s, noticed after %s, peak %d MB%n",
          floods, judged, noticed, serve.peak() / 1_000_000);

      assertThat(serve.process().process().output()).doesNotContain("OutOfMemoryError");
      assertThat(serve.isWell()).isTrue();
      // What the chart's limit allows: above it the kernel would have ended the process.
      assertThat(serve.peak()).isLessThan(512L * 1024 * 1024);
    } finally {
      tenant.leave();
    }
  }

  private static List<String> open(MemoryFlood flood) {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < flood.hosts(); i++) {
      HostileServer server = server(flood);
      SERVERS.add(server);
      hosts.add(server.host());
    }
    return hosts;
  }

  private static HostileServer server(MemoryFlood flood) {
    try {
      return new HostileServer(flood.script());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path config(List<List<String>> hostile, String honest) throws IOException {
    String each = "- {host: '%s', requestsPerSecond: 0, plainHttp: true, verify: %s}\n";
    return Files.writeString(
        folder.resolve("config.yaml"),
        "registries:\n"
            + each.formatted(honest, "manifest")
            + hostile.stream()
                .flatMap(List::stream)
                .map(host -> each.formatted(host, "platform"))
                .collect(Collectors.joining()));
  }
}
