package io.pullcheck.web.status;

import static io.pullcheck.testing.TestingClock.START;
import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.verdict.Inventory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesPageTest {

  private static final Verdict AVAILABLE = new Verdict.Available(Optional.empty());

  private final Inventory inventory = new Inventory(_ -> true);

  @Test
  void theWorstStandFirst() throws Exception {
    String[] images = Arrays.stream(State.values()).map(State::word).toArray(String[]::new);
    inventory.replace(deployment("shop", "cart", images));
    inventory.replace(deployment("shop", "till", "new"));
    for (State state : State.values()) {
      record("shop", state.word(), state);
    }

    assertThat(page("").images())
        .extracting(ImageRow::state)
        .containsExactly(
            "absent",
            "bad_image_format",
            "authentication_failure",
            "authorization_failure",
            "registry_unavailable",
            "unknown_error",
            "unchecked",
            "available");
  }

  @Test
  void aRowHasEverythingThatIsKnown() throws Exception {
    inventory.replace(deployment("shop", "till", "reg.io/cart:v41"));
    inventory.replace(deployment("shop", "cart", "reg.io/cart:v41"));
    Verdict verdict = new Verdict.Unavailable(State.ABSENT, Reason.MANIFEST_UNKNOWN, "by a mirror");
    inventory.record(pull("shop", "reg.io/cart:v41"), new CheckedVerdict(verdict, START));
    inventory.record(
        pull("shop", "reg.io/cart:v41"), new CheckedVerdict(verdict, START.plusSeconds(60)));
    inventory.due(pull("shop", "reg.io/cart:v41"), START.plusSeconds(120));

    String path = "spec.template.spec.containers[0].image";
    assertThat(page("").images())
        .containsExactly(
            new ImageRow(
                "absent manifest_unknown reg.io/cart:v41 by a mirror",
                "reg.io/cart:v41",
                "absent",
                Optional.of("manifest_unknown"),
                Optional.of(Reason.MANIFEST_UNKNOWN.summary()),
                Optional.of(Reason.MANIFEST_UNKNOWN.advice()),
                List.of(),
                Optional.of("by a mirror"),
                "reg.io",
                Optional.of(START),
                Optional.of(START.plusSeconds(60)),
                Optional.of(START.plusSeconds(120)),
                List.of(
                    new ImageRow.Use("shop", "Deployment", "cart", "c0", path),
                    new ImageRow.Use("shop", "Deployment", "till", "c0", path)),
                2,
                2,
                2,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void howAnImageIsHadBackIsLookedUpOnceForARowHoweverManyUseIt() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      inventory.replace(deployment("shop", "cart" + i, "reg.io/cart:v41"));
    }
    inventory.record(
        pull("shop", "reg.io/cart:v41"),
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), START));
    ImageTable table =
        ImageTable.of(
            inventory.snapshot(),
            TestingRescues.asking(
                _ -> {
                  lookups.incrementAndGet();
                  return "reg.io";
                }));
    int ofTable = lookups.get();

    ImagesPage page = ImagesPage.of(table, "", ImagesQuery.of(Map.of()));

    assertThat(page.images().getFirst().dependents()).isEqualTo(50);
    assertThat(lookups.get() - ofTable).isEqualTo(1);
  }

  @Test
  void anImageHasARowForEachThingThatWasFoundOutAboutIt() throws Exception {
    inventory.replace(deployment("shop", "cart", "private"));
    inventory.replace(deployment("bank", "cart", "private"));
    inventory.replace(deployment("farm", "cart", "private"));
    record("shop", "private", State.AVAILABLE);
    record("bank", "private", State.AUTHENTICATION_FAILURE);
    record("farm", "private", State.AVAILABLE);

    assertThat(page("").images())
        .extracting(row -> row.state() + " " + row.uses())
        .containsExactly("authentication_failure 1", "available 2");
  }

  @Test
  void listsOnlySoManyWorkloadsButCountsAll() throws Exception {
    for (int i = 0; i < 150; i++) {
      inventory.replace(deployment("shop", "app" + i, "nginx"));
    }

    assertThat(page("").images())
        .singleElement()
        .satisfies(row -> assertThat(row.workloads()).hasSize(100))
        .satisfies(row -> assertThat(row.uses()).isEqualTo(150));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                            bank/db shop/a shop/b shop/c",
    "state=absent,                  shop/a",
    "state=unchecked,               bank/db",
    "namespace=bank,                bank/db",
    "registry=bank,                 bank/db",
    "q=SHOP/A,                      shop/a",
    "q=TiLl,                        bank/db",
    "q=nothing,                     ''",
    "'state=,q=',                   bank/db shop/a shop/b shop/c",
    "'state=available,namespace=shop', shop/b shop/c",
    "limit=1,                       shop/a",
    "'limit=2,offset=1',            bank/db shop/b",
    "offset=9,                      ''",
  })
  void filtersAndPages(String query, String images) throws Exception {
    inventory.replace(deployment("shop", "cart", "shop/a", "shop/b", "shop/c"));
    inventory.replace(deployment("bank", "till", "bank/db"));
    record("shop", "shop/a", State.ABSENT);
    record("shop", "shop/b", State.AVAILABLE);
    record("shop", "shop/c", State.AVAILABLE);

    assertThat(page(query).images().stream().map(ImageRow::image).sorted())
        .isEqualTo(images.isEmpty() ? List.of() : List.of(images.split(" ", -1)));
  }

  @Test
  void countsEachStateAsIfTheQueryWereNotForOne() throws Exception {
    inventory.replace(deployment("shop", "cart", "a", "b"));
    inventory.replace(deployment("bank", "till", "reg.io/c"));
    record("shop", "a", State.ABSENT);

    ImagesPage page = page("namespace=shop,state=absent");

    assertThat(page.total()).isEqualTo(1);
    assertThat(page.states()).startsWith("absent").endsWith("available", "unchecked");
    assertThat(page.namespaces()).containsExactly("bank", "shop");
    assertThat(page.registries()).containsExactly("reg.io");
    assertThat(page.counts())
        .hasSize(8)
        .containsEntry("absent", 1)
        .containsEntry("unchecked", 1)
        .containsEntry("available", 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0     | limit must be a number from 1 to 1000",
        "limit=1001  | limit must be a number from 1 to 1000",
        "limit=many  | limit must be a number from 1 to 1000",
        "offset=-1   | offset must be a number from 0 to 2147483647",
        "state=bad   | state must be one of absent, authentication_failure, authorization_failure,"
            + " available, bad_image_format, registry_unavailable, unchecked, unknown_error",
        "stat=absent | unknown parameter; allowed are group, image, limit, namespace, offset, q, registry,"
            + " sort, state",
      })
  void refusesWhatItDoesNotKnowAndSaysWhatIsAllowed(String query, String line) {
    assertThatThrownBy(() -> page(query)).hasMessage(line);
  }

  private void record(String namespace, String image, State state) {
    Verdict verdict =
        state == State.AVAILABLE
            ? AVAILABLE
            : new Verdict.Unavailable(state, Reason.UNEXPECTED_RESPONSE, "");
    inventory.record(pull(namespace, image), new CheckedVerdict(verdict, START));
  }

  private ImagesPage page(String query) throws ImagesQuery.Refused {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String parameter : query.isEmpty() ? new String[0] : query.split(",", -1)) {
      String[] pair = parameter.split("=", 2);
      parameters.put(pair[0], List.of(pair[1]));
    }
    return ImagesPage.of(
        ImageTable.of(
            inventory.snapshot(),
            TestingRescues.asking(
                image -> image.contains("/") ? image.substring(0, image.indexOf('/')) : "")),
        "",
        ImagesQuery.of(parameters));
  }
}
