package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class SharedValuesTest {

  private final SharedValues values = new SharedValues();

  // A new text each time, as a parser makes it.
  private static String parsed(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static Workload workload(String name) {
    String namespace = parsed("shop");
    return new Workload(
        new WorkloadId(namespace, WorkloadKind.DEPLOYMENT, name),
        List.of(
            new ContainerImage(
                parsed("main"),
                parsed("spec.template.spec.containers[0].image"),
                "example.com/" + name)),
        new PullSecrets(namespace, List.of("pull"), "default"),
        NodePlacement.ANYWHERE,
        1);
  }

  @Test
  void twoWorkloadsShareWhatIsEqual() {
    Workload cart = values.share(workload("cart"));
    Workload web = values.share(workload("web"));
    assertThat(cart.id().namespace()).isSameAs(web.id().namespace());
    assertThat(cart.secrets()).isSameAs(web.secrets());
    assertThat(cart.placement()).isSameAs(web.placement());
    assertThat(cart.images().getFirst().container()).isSameAs(web.images().getFirst().container());
    assertThat(cart.images().getFirst().path()).isSameAs(web.images().getFirst().path());
  }

  @Test
  void theWorkloadIsStillTheSame() {
    assertThat(values.share(workload("cart"))).isEqualTo(workload("cart"));
  }
}
