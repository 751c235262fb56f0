package io.pullcheck.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Five years of three replicas, which look at different times and restart now and then, before API
/// servers of which some learn of a caBundle only ten minutes late.
class RotationOverYearsTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration YEARS = Duration.ofDays(5 * 365);
  private static final int REPLICAS = 3;

  private record Shown(String bundle, X509Certificate leaf) {}

  private final Random random = new Random(20260101);
  private final MemorySecret secret = new MemorySecret();
  private final TreeMap<Instant, String> bundles = new TreeMap<>();
  private final Map<Shown, Boolean> trusted = new HashMap<>();
  private final List<ServingTls> servers = new ArrayList<>();
  private final List<OwnAuthority> replicas = new ArrayList<>();
  private Instant now = BEGIN;

  @Test
  void noServerEverShowsACertificateThatIsNotTrusted() throws IOException {
    for (int i = 0; i < REPLICAS; i++) {
      servers.add(new ServingTls());
      replicas.add(replica(i));
      replicas.get(i).refresh(now);
    }
    Set<String> signers = new HashSet<>();
    for (now = BEGIN; now.isBefore(BEGIN.plus(YEARS)); now = now.plus(tick())) {
      live();
      signers.add(secret.read().orElseThrow().content().data().get("ca.crt"));
      for (ServingTls each : servers) {
        assertTrusted(each.current().orElseThrow().leaf());
      }
    }
    // One each 243 days.
    assertThat(signers).hasSize(8);
  }

  private void live() throws IOException {
    for (int i = 0; i < REPLICAS; i++) {
      if (random.nextInt(2000) == 0) {
        servers.set(i, new ServingTls());
        replicas.set(i, replica(i));
        replicas.get(i).refresh(now);
      } else if (random.nextBoolean()) {
        replicas.get(i).refresh(now);
      }
    }
  }

  private void assertTrusted(X509Certificate leaf) {
    Instant late = now.minus(Duration.ofMinutes(10));
    String latest = bundles.lastEntry().getValue();
    assertThat(trusts(latest, leaf)).as("trusted at %s", now).isTrue();
    if (bundles.floorEntry(late) != null) {
      assertThat(trusts(bundles.floorEntry(late).getValue(), leaf))
          .as("trusted at %s by an API server that lags", now)
          .isTrue();
    }
  }

  private boolean trusts(String bundle, X509Certificate leaf) {
    return leaf.getNotAfter().toInstant().isAfter(now)
        && trusted.computeIfAbsent(
            new Shown(bundle, leaf), shown -> TrustCheck.trusts(bundle, leaf, now));
  }

  /// Minutes while something happens, hours else.
  private Duration tick() {
    boolean rotating = secret.read().orElseThrow().content().data().containsKey("ca-next.crt");
    return rotating ? Duration.ofMinutes(1) : Duration.ofHours(1);
  }

  private OwnAuthority replica(int number) {
    return new OwnAuthority(
        secret,
        pem -> {
          if (bundles.isEmpty() || !bundles.lastEntry().getValue().equals(pem)) {
            bundles.put(now, pem);
          }
          return true;
        },
        List.of("localhost"),
        () -> number == 0,
        servers.get(number));
  }
}
