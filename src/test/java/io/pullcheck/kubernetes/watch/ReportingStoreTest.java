package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.kubernetes.ApiObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportingStoreTest {

  private final List<String> reported = new ArrayList<>();
  private final ReportingStore store =
      new ReportingStore(
          "Deployment",
          ReportingStore.Sink.of(
              this::read, (namespace, name) -> reported.add("remove " + namespace + "/" + name)),
          new UnreadableObjects(kind -> reported.add("unreadable " + kind)));

  @Test
  void anObjectIsReportedOncePerVersion() {
    put("shop", "cart", "1");
    put("shop", "cart", "1");
    put("shop", "cart", "2");
    assertThat(reported).containsExactly("put cart", "put cart");
  }

  @Test
  void theVersionBeforeComesBack() {
    assertThat(put("shop", "cart", "1")).isNull();
    assertThat(put("shop", "cart", "2").getMetadata())
        .isEqualTo(Manifests.meta("shop", "cart", "1"));
  }

  @Test
  void whatIsRemovedIsReportedByNamespaceAndName() {
    put("shop", "cart", "1");
    put(null, "cluster-wide", "1");
    reported.clear();
    store.remove("shop/cart");
    store.remove("cluster-wide");
    assertThat(store.remove("shop/cart")).isNull();
    assertThat(reported).containsExactly("remove shop/cart", "remove null/cluster-wide");
    assertThat(store.size()).isZero();
  }

  @Test
  void whatIsKeptIsNamesAndVersions() {
    put("shop", "cart", "1");
    assertThat(store.keySet()).containsExactly("shop/cart");
    assertThat(store.get("shop/cart").getMetadata()).isEqualTo(Manifests.meta("shop", "cart", "1"));
    assertThat(store.values().map(store::getKey)).containsExactly("shop/cart");
  }

  @Test
  void anObjectThatCannotBeReadIsAbsentUntilItChanges() {
    put("shop", "cart", "1");
    put("shop", "cart", "bad");
    put("shop", "cart", "bad");
    put("shop", "web", "1");
    put("shop", "cart", "2");
    assertThat(reported)
        .containsExactly(
            "put cart", "unreadable deployment", "remove shop/cart", "put web", "put cart");
    assertThat(store.keySet()).containsExactlyInAnyOrder("shop/cart", "shop/web");
  }

  private void read(ApiObject object) {
    if (object.getMetadata().getResourceVersion().equals("bad")) {
      throw new IllegalArgumentException("cannot be read");
    }
    reported.add("put " + object.name());
  }

  private ApiObject put(String namespace, String name, String version) {
    ApiObject object = ApiObject.of(Manifests.meta(namespace, name, version));
    return store.put(store.getKey(object), object);
  }
}
