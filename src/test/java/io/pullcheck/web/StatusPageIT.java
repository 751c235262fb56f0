package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.TestingRescues;
import io.pullcheck.testing.Chromium;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.StatusPage;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The status page in a real browser, with ten thousand images.
@Tag("slow")
final class StatusPageIT {

  private static final int IMAGES = 10_000;
  private static final String HOSTILE =
      "<img src=x onerror=alert(1)>\u202egnp.exe\n" + "x".repeat(400);
  private static final Verdict THERE = new Verdict.Available(Optional.empty());
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final UsedImages USED = new UsedImages(new Inventory(_ -> true));
  private static final Queue<Pull> DEMANDED = new ConcurrentLinkedQueue<>();
  private static final StatusPage PAGE =
      new StatusPage(
          new StatusPage.Sources(
              USED.inventory(),
              TestingRescues.asking(
                  image -> image.contains("/") ? image.substring(0, image.indexOf('/')) : ""),
              () -> "",
              () -> true,
              () -> Map.of("down.io", new StatusPage.RegistryCondition(true, Duration.ZERO)),
              DEMANDED::add,
              InstantSource.system()),
          new StatusPage.About(Optional.of("prod-eu"), "1.2.3"));

  @AutoClose private static Chromium browser;
  private static ManagementEndpoint endpoint;

  @BeforeAll
  static void start() throws Exception {
    browser = new Chromium();
    for (int i = 0; i < IMAGES; i++) {
      String image = "registry-" + i % 3 + ".example.com/shop/app-" + i + ":v1";
      Pull _ = USED.put("team-" + i % 20, "app-" + i, image, THERE);
    }
    Pull _ = USED.put("shop", "strange", HOSTILE, Verdict.Unavailable.of(Reason.INVALID_REFERENCE));
    Pull _ =
        USED.put(
            "shop",
            "private",
            "ghcr.io/shop/private:v1",
            Verdict.Unavailable.of(Reason.PRIVATE_OR_ABSENT));
    Pull _ = USED.put("shop", "far", "down.io/shop/far:v1", Verdict.Unavailable.of(Reason.CONNECT));
    Pull _ = USED.put("shop", "cart", "registry.example.com/shop/cart:v41", ABSENT);
    Pull _ = USED.put("shop", "till", "registry.example.com/shop/cart:v41", ABSENT);
    endpoint =
        new ManagementEndpoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ManagementEndpoint.Metrics(new PrometheusRegistry(), InventoryMetrics.NONE),
            new ManagementEndpoint.Probes(Readiness.Ready::new, List::of),
            PAGE);
    endpoint.start();
    PAGE.follow();
  }

  @AfterAll
  static void stop() {
    if (endpoint != null) {
      endpoint.stop();
    }
  }

  @BeforeEach
  void open() throws Exception {
    browser.size(1280, 900, false);
    browser.prefer("light");
    go("");
    browser.await("document.querySelectorAll('tr.row').length === 100");
  }

  @Test
  void whatHurtsMostStandsFirstInPlainWords() throws Exception {
    assertThat(text("tr.row"))
        .contains(
            "absent", "registry.example.com/shop/cart:v41", "shop/deploy/cart", "+1", "not found");
    assertThat(text("#summary")).isEqualTo("4 of 10,004 images unavailable");
    assertThat(text("#facts")).contains("all 10,004 images checked since", "version 1.2.3");
    assertThat(text("#troubles")).contains("down.io down since", "1 image waits (");
    assertThat(text("#newest")).contains("unchecked → ");
    assertThat(text("#spark-text")).startsWith("now 4, most 4 in ");
    assertThat(browser.evaluate("document.title").asString()).isEqualTo("(4) prod-eu – Pullcheck");
    browser.screenshot(Path.of("target/status-page.png"));
  }

  @Test
  void aSearchAndTheFiltersNarrowItAndALinkKeepsThem() throws Exception {
    set("#q", "app-9999");
    rows(1);
    assertThat(browser.evaluate("location.search").asString()).isEqualTo("?q=app-9999");

    set("#q", "");
    rows(100);
    browser.evaluate("document.querySelector('.chip[data-state=absent]').click()");
    rows(1);
    assertThat(browser.evaluate("location.search").asString()).isEqualTo("?state=absent");
    browser.evaluate("document.querySelector('.chip[data-state=absent]').click()");
    set("#namespace", "shop");
    rows(4);
    set("#registry", "ghcr.io");
    rows(1);

    go("?namespace=shop&state=absent&sort=-since&group=registry");
    rows(1);
    assertThat(browser.evaluate("document.querySelector('#namespace').value").asString())
        .isEqualTo("shop");
    assertThat(text("tr.group")).contains("registry.example.com", "1 of 1 image unavailable");
    assertThat(browser.evaluate("document.querySelector('th.since').ariaSort").asString())
        .isEqualTo("descending");
  }

  @Test
  void aLinkToOneImageOpensIt() throws Exception {
    go("?image=Shop/Cart:v41");
    browser.await("document.querySelectorAll('tr.detail').length === 1");

    assertThat(text("tr.detail"))
        .contains("Push the tag again", "shop/deploy/cart, container main", "Used by 2 containers")
        .contains("kubectl -n shop describe deployment/cart");
    browser.evaluate("document.querySelector('#image-filter').click()");
    rows(100);
    assertThat(browser.evaluate("location.search").asString()).isEmpty();
  }

  @Test
  void aCheckIsAskedForByOneButton() throws Exception {
    go("?image=shop/cart:v41");
    browser.await("document.querySelectorAll('tr.detail').length === 1");
    DEMANDED.clear();

    browser.evaluate("document.querySelector('.check').click()");
    browser.await("document.querySelector('.said').textContent.startsWith('It is checked next')");
    assertThat(DEMANDED)
        .extracting(Pull::image)
        .containsExactly("registry.example.com/shop/cart:v41");
  }

  @Test
  void theHeadersSortAndThePagesTurn() throws Exception {
    browser.evaluate("document.querySelector('th.image button').click()");
    browser.await("document.querySelector('tr.row').textContent.includes('<img')");
    browser.evaluate("document.querySelector('th.image button').click()");
    browser.await("document.querySelector('tr.row').textContent.includes('cart:v41')");

    browser.evaluate("document.querySelector('#next').click()");
    browser.await("document.querySelector('#range').textContent.startsWith('101–200 of 10,004')");
    assertThat(browser.evaluate("location.search").asString()).isEqualTo("?sort=-image&offset=100");
  }

  @Test
  void itIsLiveWithoutReloadingAndSaysOnlyWhatHasChanged() throws Exception {
    browser.evaluate(
        "window.said = 0; new MutationObserver(() => window.said++)"
            + ".observe(document.querySelector('#summary'), {childList: true, characterData: true, subtree: true})");
    refresh();
    assertThat(browser.evaluate("window.said").asInt()).isZero();
    Pull late = USED.put("shop", "late", "registry.example.com/shop/late:v1", ABSENT);

    browser.await(absent("shop/late:v1"));
    USED.found(late, THERE);
    browser.await("!" + absent("shop/late:v1"));
    assertThat(browser.evaluate("window.said").asInt()).isEqualTo(2);
    USED.inventory().remove(new WorkloadId("shop", WorkloadKind.DEPLOYMENT, "late"));
  }

  @Test
  void itFitsAPhoneByNightToo() throws Exception {
    String light = background();
    browser.size(360, 740, true);
    browser.prefer("dark");

    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(360);
    assertThat(background()).isNotEqualTo(light);
    assertThat(browser.evaluate("document.querySelector('#q').checkVisibility()").asBoolean())
        .isFalse();
    browser.evaluate("document.querySelector('#filter-toggle').click()");
    assertThat(browser.evaluate("document.querySelector('#q').checkVisibility()").asBoolean())
        .isTrue();
    browser.screenshot(Path.of("target/status-page-phone-dark.png"));
  }

  @Test
  void theKeyboardIsEnough() throws Exception {
    browser.press("Tab");
    assertThat(browser.evaluate("document.activeElement.id").asString()).isEqualTo("skip");
    browser.press("Enter");
    browser.await("document.activeElement.id === 'images'");
    browser.evaluate("document.querySelector('tr.row .open').focus()");
    browser.press("Enter");
    browser.await("document.querySelectorAll('tr.detail').length === 1");
    assertThat(text("tr.detail")).contains("shop/deploy/cart, container main");
    // What is open stays open, and has the focus, when the page brings itself up to date.
    refresh();
    assertThat(browser.evaluate("document.activeElement.className").asString()).isEqualTo("open");
    assertThat(browser.evaluate("document.querySelectorAll('tr.detail').length").asInt()).isOne();
  }

  @Test
  void aHostileNameIsTextThatStaysInItsPlace() throws Exception {
    go("?state=bad_image_format");
    rows(1);
    browser.evaluate("document.querySelector('tr.row .open').click()");

    assertThat(text("tr.detail .full"))
        .startsWith("<img src=x onerror=alert(1)>\\u{202e}gnp.exe\\u{a}xxx");
    assertThat(browser.evaluate("document.querySelectorAll('main img').length").asInt()).isZero();
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(1280);
  }

  @Test
  void theBrowserHasNothingToComplainAbout() {
    assertThat(browser.problems()).isEmpty();
  }

  private static void go(String query) throws Exception {
    browser.open(URI.create("http://127.0.0.1:" + endpoint.port() + "/" + query));
  }

  private static void rows(int count) {
    browser.await("document.querySelectorAll('tr.row').length === " + count);
  }

  private static String absent(String image) {
    return "[...document.querySelectorAll('tr.row[data-state=absent]')]"
        + ".some(row => row.textContent.includes('"
        + image
        + "'))";
  }

  // The page says when it was brought up to date.
  private static void refresh() throws Exception {
    browser.evaluate("document.querySelector('#facts').textContent = ''");
    browser.evaluate("document.querySelector('form').requestSubmit()");
    browser.await("document.querySelector('#facts').textContent !== ''");
  }

  private static String text(String selector) throws Exception {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asString();
  }

  private static String background() throws Exception {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor").asString();
  }

  private static void set(String selector, String value) throws Exception {
    browser.evaluate(
        """
        (() => {
          const field = document.querySelector('%s');
          field.value = '%s';
          field.dispatchEvent(new Event('input', {bubbles: true}));
        })()
        """
            .formatted(selector, value));
  }
}
