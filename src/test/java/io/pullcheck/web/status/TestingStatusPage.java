package io.pullcheck.web.status;

import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.verdict.Inventory;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Status pages of a replica that leads and has asked no registry.
public final class TestingStatusPage {

  private TestingStatusPage() {}

  public static StatusPage of(Inventory inventory, Function<String, String> registryOf) {
    return new StatusPage(
        new StatusPage.Sources(
            inventory,
            TestingRescues.asking(registryOf),
            () -> "",
            () -> true,
            Map::of,
            _ -> true,
            InstantSource.system()),
        new StatusPage.About(Optional.empty(), "1.2.3"));
  }
}
