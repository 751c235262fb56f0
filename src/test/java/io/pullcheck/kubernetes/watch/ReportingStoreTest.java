package io.pullcheck.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportingStoreTest {

  private final List<String> reported = new ArrayList<>();
  private final ReportingStore store =
      new ReportingStore(
          ReportingStore.Sink.of(
              object -> reported.add("put " + object.name()),
              (namespace, name) -> reported.add("remove " + namespace + "/" + name)));

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

  private ApiObject put(String namespace, String name, String version) {
    ApiObject object = ApiObject.of(Manifests.meta(namespace, name, version));
    return store.put(store.getKey(object), object);
  }
}
