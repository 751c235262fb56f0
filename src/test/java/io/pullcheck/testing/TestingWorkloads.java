package io.pullcheck.testing;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Workloads in a few words.
public final class TestingWorkloads {

  /// A placement that says something of everything.
  public static final NodePlacement PLACED =
      new NodePlacement(
          "node",
          "linux",
          Map.of("pool", "web"),
          List.of(
              new NodePlacement.Term(
                  List.of(new NodePlacement.Requirement("cores", "Gt", List.of("8"))),
                  List.of(new NodePlacement.Requirement("metadata.name", "In", List.of("node"))))),
          Set.of(new NodePlacement.Toleration("gpu", "Exists", "", "NoSchedule")),
          "gvisor");

  private TestingWorkloads() {}

  /// A deployment with a container (`c0`, `c1` ...) for each image, and no pull secrets.
  public static Workload deployment(String namespace, String name, String... images) {
    List<ContainerImage> containers = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      String path = "spec.template.spec.containers[" + i + "].image";
      containers.add(new ContainerImage("c" + i, path, images[i]));
    }
    return new Workload(
        id(namespace, name), containers, secrets(namespace), NodePlacement.ANYWHERE, 1);
  }

  public static WorkloadId id(String namespace, String name) {
    return new WorkloadId(namespace, WorkloadKind.DEPLOYMENT, name);
  }

  /// The pull of an image by such a deployment.
  public static Pull pull(String namespace, String image) {
    return new Pull(image, secrets(namespace), NodePlacement.ANYWHERE);
  }

  private static PullSecrets secrets(String namespace) {
    return new PullSecrets(namespace, List.of(), "default");
  }
}
