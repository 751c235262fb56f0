package io.pullcheck.web.status;

import static io.pullcheck.testing.TestingClock.START;
import static io.pullcheck.testing.TestingWorkloads.deployment;
import static io.pullcheck.testing.TestingWorkloads.pull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.verdict.Inventory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In which order and in which groups rows come.
final class SelectionTest {

  private final Inventory inventory = new Inventory(_ -> true);

  @BeforeEach
  void fill() {
    inventory.replace(deployment("shop", "cart", "a.io/absent", "a.io/there"));
    inventory.replace(deployment("shop", "till", "a.io/there", "b.io/new", "b.io/down"));
    inventory.replace(deployment("bank", "till", "a.io/there", "b.io/down", "b.io/newer"));
    found("shop", "a.io/absent", Reason.MANIFEST_UNKNOWN, 0);
    found("shop", "b.io/down", Reason.TIMEOUT, 10);
    found("bank", "b.io/down", Reason.TIMEOUT, 10);
    found("bank", "b.io/newer", Reason.REPOSITORY_UNKNOWN, 20);
    for (String namespace : List.of("shop", "bank")) {
      inventory.record(
          pull(namespace, "a.io/there"),
          new CheckedVerdict(new Verdict.Available(Optional.empty()), START.plusSeconds(30)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // By default the worst state first, as ever.
    "'',           a.io/absent b.io/newer b.io/down b.io/new a.io/there",
    "state,        a.io/absent b.io/newer b.io/down b.io/new a.io/there",
    "impact,       b.io/down b.io/newer a.io/absent b.io/new a.io/there",
    "image,        a.io/absent a.io/there b.io/down b.io/new b.io/newer",
    "-image,       b.io/newer b.io/new b.io/down a.io/there a.io/absent",
    "workloads,    a.io/there b.io/down a.io/absent b.io/new b.io/newer",
    "-workloads,   a.io/absent b.io/new b.io/newer b.io/down a.io/there",
    "reason,       a.io/absent b.io/newer b.io/down a.io/there b.io/new",
    "since,        a.io/there b.io/newer b.io/down a.io/absent b.io/new",
  })
  void sorts(String sort, String images) throws Exception {
    assertThat(page("sort", sort).images())
        .extracting(ImageRow::image)
        .containsExactly(images.split(" ", -1));
  }

  @Test
  void whatDependsOnAnImageAreWorkloadsNotContainers() throws Exception {
    inventory.replace(deployment("shop", "twice", "c.io/x", "c.io/x"));
    inventory.replace(deployment("shop", "once", "c.io/x"));

    assertThat(page("image", "C.IO").images())
        .singleElement()
        .satisfies(row -> assertThat(row.dependents()).isEqualTo(2))
        .satisfies(row -> assertThat(row.uses()).isEqualTo(3));
  }

  @Test
  void groupsStandByTheirTroubleAndARowStandsInEachOfItsGroups() throws Exception {
    assertThat(grouped("namespace"))
        .containsExactly(
            "bank: b.io/newer 1",
            "bank: b.io/down 1",
            "bank: a.io/there 1",
            "shop: b.io/down 1",
            "shop: a.io/absent 1",
            "shop: b.io/new 1",
            "shop: a.io/there 2");
    assertThat(grouped("registry"))
        .containsExactly(
            "b.io: b.io/down 2",
            "b.io: b.io/newer 1",
            "b.io: b.io/new 1",
            "a.io: a.io/absent 1",
            "a.io: a.io/there 3");
    assertThat(grouped("workload")).startsWith("bank/deployment/till: b.io/newer 1").hasSize(8);
  }

  @Test
  void aPageNamesTheGroupsThatItHasRowsOf() throws Exception {
    ImagesPage page = page("group", "namespace", "sort", "impact", "offset", "3", "limit", "2");

    assertThat(page.total()).isEqualTo(7);
    assertThat(page.groups()).containsExactly(new Selection.Group("shop", 4, 2));
    assertThat(page("group", "registry", "namespace", "bank").groups())
        .containsExactly(new Selection.Group("b.io", 2, 2), new Selection.Group("a.io", 1, 0));
  }

  @Test
  void aNamespacesRowsCountOnlyItsOwnWorkloads() throws Exception {
    assertThat(page("namespace", "bank", "sort", "workloads").images())
        .extracting(row -> row.image() + " " + row.dependents())
        .containsExactly("a.io/there 1", "b.io/down 1", "b.io/newer 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sort  | size  | sort must be one of image, impact, reason, since, state, workloads, with a - in front for the reverse",
        "sort  | --since | sort must be one of image, impact, reason, since, state, workloads, with a - in front for the reverse",
        "group | shape | group must be one of namespace, registry, workload",
        "offset | 99999999999999999999 | offset must be a number from 0 to 2147483647",
      })
  void refusesUnknownOrdersAndGroups(String name, String value, String line) {
    assertThatThrownBy(() -> page(name, value)).hasMessage(line);
  }

  private List<String> grouped(String by) throws Exception {
    List<String> lines = new ArrayList<>();
    for (ImageRow row : page("group", by, "sort", "impact").images()) {
      lines.add(row.group().orElseThrow() + ": " + row.image() + " " + row.dependents());
    }
    return lines;
  }

  private ImagesPage page(String... parameters) throws ImagesQuery.Refused {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      query.put(parameters[i], List.of(parameters[i + 1]));
    }
    return ImagesPage.of(
        ImageTable.of(
            inventory.snapshot(),
            TestingRescues.asking(image -> image.substring(0, image.indexOf('/')))),
        "",
        ImagesQuery.of(query));
  }

  private void found(String namespace, String image, Reason reason, int seconds) {
    inventory.record(
        pull(namespace, image),
        new CheckedVerdict(Verdict.Unavailable.of(reason), START.plusSeconds(seconds)));
  }
}
