package io.pullcheck.kubernetes.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiCaBundleTest {

  @Test
  void onlyEntriesThatCarrySomethingElseAreChangedAndTheirNameIsTestedFirst() {
    List<ValidatingWebhook> entries =
        List.of(entry("a", null), entry("b", "right"), entry("c", "wrong"));
    assertThat(ApiCaBundle.patch(entries, "right"))
        .containsExactly(
            Map.of("op", "test", "path", "/webhooks/0/name", "value", "a"),
            Map.of("op", "add", "path", "/webhooks/0/clientConfig/caBundle", "value", "right"),
            Map.of("op", "test", "path", "/webhooks/2/name", "value", "c"),
            Map.of("op", "add", "path", "/webhooks/2/clientConfig/caBundle", "value", "right"));
  }

  @Test
  void whatIsRightAlreadyIsLeftAlone() {
    assertThat(ApiCaBundle.patch(List.of(entry("a", "right")), "right")).isEmpty();
    assertThat(ApiCaBundle.patch(List.of(), "right")).isEmpty();
  }

  private static ValidatingWebhook entry(String name, String caBundle) {
    return new ValidatingWebhookBuilder()
        .withName(name)
        .withNewClientConfig()
        .withCaBundle(caBundle)
        .endClientConfig()
        .build();
  }
}
