package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.NamespaceLabel;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.model.PlatformSelector;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamespaceGateTest {

  private static final Right LABELS = new Right("list, watch", "namespaces", "");

  private final RecordingListener heard = new RecordingListener();
  private final MissingRights rights = new MissingRights();

  @Test
  void whatChangedIsReportedAndWhatDidNotIsNot() {
    NamespaceGate workloads = watching(NamespaceFilter.ALL);
    workloads.put(workload("shop", "cart", "reg.io/cart:v1"));
    workloads.put(workload("shop", "cart", "reg.io/cart:v1"));
    workloads.put(workload("shop", "cart", "reg.io/cart:v2"));
    workloads.remove(id("shop", "cart"));
    workloads.remove(id("shop", "cart"));
    assertThat(heard.events())
        .containsExactly(
            "replaced shop/cart [reg.io/cart:v1]",
            "replaced shop/cart [reg.io/cart:v2]",
            "removed shop/cart");
  }

  @Test
  void aWorkloadThatCameBackIsReportedAgain() {
    NamespaceGate workloads = watching(NamespaceFilter.ALL);
    workloads.put(workload("shop", "cart", "a"));
    workloads.remove(id("shop", "cart"));
    workloads.put(workload("shop", "cart", "a"));
    assertThat(heard.events())
        .containsExactly("replaced shop/cart [a]", "removed shop/cart", "replaced shop/cart [a]");
  }

  @Test
  void onlyNamedNamespacesAreWatched() {
    NamespaceGate workloads = watching(new NamespaceFilter(Set.of("shop"), Optional.empty()));
    workloads.put(workload("shop", "cart", "a"));
    workloads.put(workload("bank", "vault", "a"));
    workloads.remove(id("bank", "vault"));
    assertThat(heard.events()).containsExactly("replaced shop/cart [a]");
  }

  @Test
  void aNamespacesLabelOpensAndClosesTheGateForItsWorkloads() {
    NamespaceGate workloads = watching(labelled("team"));
    workloads.put(workload("shop", "cart", "a"));
    workloads.namespacePut(namespace("shop", Map.of()));
    workloads.namespacePut(namespace("shop", Map.of("team", "red")));
    workloads.namespacePut(namespace("shop", Map.of("team", "blue")));
    workloads.put(workload("shop", "web", "b"));
    workloads.namespacePut(namespace("shop", Map.of()));
    workloads.put(workload("shop", "cart", "a2"));
    workloads.namespacePut(namespace("shop", Map.of("team", "red")));
    workloads.namespaceRemoved("shop");
    assertThat(heard.events())
        .containsExactly(
            "replaced shop/cart [a]",
            "replaced shop/web [b]",
            "removed shop/cart",
            "removed shop/web",
            "replaced shop/cart [a2]",
            "replaced shop/web [b]",
            "removed shop/cart",
            "removed shop/web");
  }

  @Test
  void whileLabelsMayNotBeReadTheyAreNotAskedFor() {
    NamespaceGate workloads = watching(labelled("team"));
    rights.onChange(workloads::reconsiderAll);
    rights.denied(LABELS);
    workloads.put(workload("shop", "cart", "a"));
    workloads.put(workload("bank", "vault", "a"));
    workloads.namespacePut(namespace("shop", Map.of("team", "red")));
    assertThat(heard.events()).containsExactly("replaced shop/cart [a]", "replaced bank/vault [a]");
    heard.clear();
    rights.granted(LABELS);
    assertThat(heard.events()).containsExactly("removed bank/vault");
  }

  private NamespaceGate watching(NamespaceFilter filter) {
    return new NamespaceGate(heard, new Namespaces(filter, rights, LABELS));
  }

  private static NamespaceFilter labelled(String label) {
    return new NamespaceFilter(Set.of(), Optional.of(NamespaceLabel.parse(label)));
  }

  private static NamespaceObject namespace(String name, Map<String, String> labels) {
    NamespaceObject namespace = new NamespaceObject(Manifests.meta(null, name, "1"));
    namespace.metadata().setLabels(labels);
    return namespace;
  }

  private static WorkloadId id(String namespace, String name) {
    return new WorkloadId(namespace, WorkloadKind.DEPLOYMENT, name);
  }

  private static Workload workload(String namespace, String name, String image) {
    return new Workload(
        id(namespace, name),
        List.of(new ContainerImage("c", "spec.template.spec.containers[0].image", image)),
        new PullSecrets(namespace, List.of(), "default"),
        PlatformSelector.ANY,
        true);
  }
}
