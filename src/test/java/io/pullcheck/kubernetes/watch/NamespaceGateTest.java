package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.pullcheck.config.ServeConfig.Selection;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.MissingRights;
import io.pullcheck.kubernetes.Right;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceGateTest {

  private static final Right LABELS = new Right("list, watch", "namespaces", "");

  private final RecordingListener heard = new RecordingListener();
  private final MissingRights rights = new MissingRights();

  @Test
  void whatChangedIsReportedAndWhatDidNotIsNot() {
    NamespaceGate gate = watching(TestInformers.selecting());
    gate.put(workload("shop", "cart", "reg.io/cart:v1"));
    gate.put(workload("shop", "cart", "reg.io/cart:v1"));
    gate.put(workload("shop", "cart", "reg.io/cart:v2"));
    gate.remove(id("shop", "cart"));
    gate.remove(id("shop", "cart"));
    assertThat(heard.events())
        .containsExactly(
            "replaced shop/cart [reg.io/cart:v1]",
            "replaced shop/cart [reg.io/cart:v2]",
            "removed shop/cart");
  }

  @Test
  void aWorkloadThatCameBackIsReportedAgain() {
    NamespaceGate gate = watching(TestInformers.selecting());
    gate.put(workload("shop", "cart", "a"));
    gate.remove(id("shop", "cart"));
    gate.put(workload("shop", "cart", "a"));
    assertThat(heard.events())
        .containsExactly("replaced shop/cart [a]", "removed shop/cart", "replaced shop/cart [a]");
  }

  @Test
  void onlyNamedNamespacesAreWatched() {
    NamespaceGate gate = watching(TestInformers.selecting("shop"));
    gate.put(workload("shop", "cart", "a"));
    gate.put(workload("bank", "vault", "a"));
    gate.remove(id("bank", "vault"));
    assertThat(heard.events()).containsExactly("replaced shop/cart [a]");
  }

  @Test
  void aNamespacesLabelOpensAndClosesTheGateForItsWorkloads() {
    NamespaceGate gate = watching(labelled("team"));
    gate.put(workload("shop", "cart", "a"));
    gate.namespacePut(namespace("shop", Map.of()));
    gate.namespacePut(namespace("shop", Map.of("team", "red")));
    gate.namespacePut(namespace("shop", Map.of("team", "blue")));
    gate.put(workload("shop", "web", "b"));
    gate.namespacePut(namespace("shop", Map.of()));
    gate.put(workload("shop", "cart", "a2"));
    gate.namespacePut(namespace("shop", Map.of("team", "red")));
    gate.namespaceRemoved("shop");
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
    NamespaceGate gate = watching(labelled("team"));
    rights.onChange(gate::reconsiderAll);
    rights.denied(LABELS);
    gate.put(workload("shop", "cart", "a"));
    gate.put(workload("bank", "vault", "a"));
    gate.namespacePut(namespace("shop", Map.of("team", "red")));
    assertThat(heard.events()).containsExactly("replaced shop/cart [a]", "replaced bank/vault [a]");
    heard.clear();
    rights.granted(LABELS);
    assertThat(heard.events()).containsExactly("removed bank/vault");
  }

  /// Half of 20,000 bytes is for one namespace, and an image takes some 1,500.
  @Test
  void aNamespaceWithTooManyImagesLeavesRoomForTheOthers() {
    NamespaceGate gate = watching(TestInformers.selecting());
    for (int i = 0; i < 6; i++) {
      gate.put(workload("flood", "w" + i, "a"));
    }
    assertThatThrownBy(() -> gate.put(workload("flood", "one-more", "a")))
        .hasMessageContaining("more images than the memory limit is for");
    gate.put(workload("shop", "cart", "a"));
    gate.remove(id("flood", "w0"));
    gate.put(workload("flood", "one-more", "a"));

    assertThat(heard.standing()).contains("shop/cart", "flood/one-more").doesNotContain("flood/w0");
  }

  private NamespaceGate watching(Selection selection) {
    return new NamespaceGate(
        heard,
        heard::credentialsChanged,
        new Namespaces(selection, rights, LABELS),
        new NamespaceShares(20_000));
  }

  private static Selection labelled(String label) {
    return TestInformers.labelled(label);
  }

  private static ApiObject namespace(String name, Map<String, String> labels) {
    ObjectMeta meta = Manifests.meta(null, name, "1");
    meta.setLabels(labels);
    return ApiObject.of(meta);
  }

  private static WorkloadId id(String namespace, String name) {
    return new WorkloadId(namespace, WorkloadKind.DEPLOYMENT, name);
  }

  private static Workload workload(String namespace, String name, String image) {
    return new Workload(
        id(namespace, name),
        List.of(new ContainerImage("c", "spec.template.spec.containers[0].image", image)),
        new PullSecrets(namespace, List.of(), "default"),
        NodePlacement.ANYWHERE,
        1);
  }
}
