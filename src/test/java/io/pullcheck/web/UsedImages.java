package io.pullcheck.web;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.time.Instant;
import java.util.List;

/// An inventory that is filled in a few words.
record UsedImages(Inventory inventory) {

  /// A Deployment uses an image, of which this is known since now.
  Pull put(String namespace, String name, String image, Verdict verdict) {
    Workload workload =
        new Workload(
            new WorkloadId(namespace, WorkloadKind.DEPLOYMENT, name),
            List.of(new ContainerImage("main", "spec.template.spec.containers[0].image", image)),
            new PullSecrets(namespace, List.of(), "default"),
            NodePlacement.ANYWHERE,
            1);
    inventory.replace(workload);
    Pull pull = workload.pull(workload.images().getFirst());
    found(pull, verdict);
    return pull;
  }

  void found(Pull pull, Verdict verdict) {
    var _ = inventory.record(pull, new CheckedVerdict(verdict, Instant.now()));
  }
}
