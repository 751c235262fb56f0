package io.pullcheck.serve;

import io.pullcheck.kubernetes.watch.WorkloadListener;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import java.util.function.Consumer;

/// What the informers hear goes into the inventory.
record InventoryFeed(Inventory inventory, Consumer<String> credentials)
    implements WorkloadListener {

  @Override
  public void replaced(Workload workload) {
    inventory.replace(workload);
  }

  @Override
  public void removed(WorkloadId id) {
    inventory.remove(id);
  }

  @Override
  public void credentialsChanged(String namespace) {
    credentials.accept(namespace);
  }
}
