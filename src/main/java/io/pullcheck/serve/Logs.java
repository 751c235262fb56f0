package io.pullcheck.serve;

import io.pullcheck.log.ImageLog;
import io.pullcheck.log.ProgressLog;
import io.pullcheck.log.RegistryLog;
import io.pullcheck.verdict.Snapshot;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What is logged about images, registries and the start.
record Logs(
    ImageLog images,
    RegistryLog registries,
    ProgressLog progress,
    Supplier<Snapshot> inventory,
    UnaryOperator<String> registry) {

  static Logs of(InventoryParts known, Instant begun) {
    UnaryOperator<String> registry = known.rescues()::registry;
    return new Logs(
        known.images(),
        new RegistryLog(),
        new ProgressLog(begun, registry),
        known.inventory()::snapshot,
        registry);
  }

  /// To be called about every second, by one thread at a time.
  void write(Parts parts, Instant now) {
    progress.write(parts.informers().synced(), parts.leadership().leads(), inventory, now);
    registries.write(parts.registry().gates(), now);
    images.write(now, registry);
  }
}
