package io.pullcheck;

import io.pullcheck.image.Workload;
import io.pullcheck.image.WorkloadId;
import io.pullcheck.inventory.Inventory;
import io.pullcheck.kubernetes.WorkloadListener;
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
