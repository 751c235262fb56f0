package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.Chromium;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.TestingStatusPage;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The status page in a real browser, with ten thousand images.
final class StatusPageIT {

  private static final int IMAGES = 10_000;
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final Verdict THERE = new Verdict.Available(Optional.empty());
  private static final Verdict ABSENT = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
  private static final Inventory INVENTORY = new Inventory(_ -> true);

  @AutoClose private static Chromium browser;
  private static ManagementEndpoint endpoint;

  @BeforeAll
  static void start() throws Exception {
    browser = new Chromium();
    for (int i = 0; i < IMAGES; i++) {
      Pull _ =
          put(
              "team-" + i % 20,
              "app-" + i,
              "registry-" + i % 3 + ".example.com/shop/app-" + i + ":v1",
              THERE);
    }
    Pull _ = put("shop", "cart", "registry.example.com/shop/cart:v41", ABSENT);
    Pull _ =
        put(
            "shop",
            "private",
            "ghcr.io/shop/private:v1",
            Verdict.Unavailable.of(Reason.PRIVATE_OR_ABSENT));
    Pull _ = put("shop", "strange", HOSTILE, Verdict.Unavailable.of(Reason.INVALID_REFERENCE));
    endpoint =
        new ManagementEndpoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new PrometheusRegistry(),
            new ManagementEndpoint.Probes(Readiness.Ready::new, List::of),
            TestingStatusPage.of(
                INVENTORY,
                image -> image.contains("/") ? image.substring(0, image.indexOf('/')) : ""));
    endpoint.start();
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
    browser.open(URI.create("http://127.0.0.1:" + endpoint.port() + "/"));
    browser.await("document.querySelectorAll('#images > li').length === 100");
  }

  @Test
  void whatIsUnavailableStandsFirstInPlainWords() throws Exception {
    assertThat(text("#images > li:nth-child(1)"))
        .contains("registry.example.com/shop/cart:v41")
        .contains("not found")
        .contains("Push the tag again")
        .contains("1 workload");
    assertThat(text("#summary")).contains("1 absent").contains("10000 available");
    assertThat(browser.evaluate("document.title").asString()).isEqualTo("(3) Pullcheck");
    browser.screenshot(Path.of("target/status-page.png"));
  }

  @Test
  void aSearchAndTheFiltersNarrowItAndALinkKeepsThem() throws Exception {
    set("#q", "app-9999");
    browser.await("document.querySelectorAll('#images > li').length === 1");
    assertThat(browser.evaluate("location.search").asString()).isEqualTo("?q=app-9999");

    set("#q", "");
    set("#state", "absent");
    browser.await("document.querySelectorAll('#images > li').length === 1");
    set("#state", "");
    set("#namespace", "shop");
    browser.await("document.querySelectorAll('#images > li').length === 3");
    set("#registry", "ghcr.io");
    browser.await("document.querySelectorAll('#images > li').length === 1");

    browser.open(
        URI.create("http://127.0.0.1:" + endpoint.port() + "/?namespace=shop&state=absent"));
    browser.await("document.querySelectorAll('#images > li').length === 1");
    assertThat(browser.evaluate("document.querySelector('#namespace').value").asString())
        .isEqualTo("shop");
  }

  @Test
  void itIsLiveWithoutReloading() throws Exception {
    browser.evaluate("window.loadedOnce = true");
    Pull late = put("shop", "late", "registry.example.com/shop/late:v1", ABSENT);

    browser.await("document.querySelector('#images').textContent.includes('shop/late:v1')");
    found(late, THERE);
    browser.await("!document.querySelector('#images').textContent.includes('shop/late:v1')");
    assertThat(browser.evaluate("window.loadedOnce").asBoolean()).isTrue();
    INVENTORY.remove(new WorkloadId("shop", WorkloadKind.DEPLOYMENT, "late"));
  }

  @Test
  void itFitsAPhoneByNightToo() throws Exception {
    String light = background();
    browser.size(360, 740, true);
    browser.prefer("dark");

    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(360);
    assertThat(background()).isNotEqualTo(light);
    browser.screenshot(Path.of("target/status-page-phone-dark.png"));
  }

  @Test
  void theKeyboardIsEnough() throws Exception {
    browser.press("Tab");
    assertThat(browser.evaluate("document.activeElement.id").asString()).isEqualTo("q");
    browser.evaluate("document.querySelector('#images summary').focus()");
    browser.press("Enter");
    browser.await("document.querySelector('#images details').open");
    assertThat(text("#images details")).contains("shop/cart (Deployment)");
    // What is open stays open when the page brings itself up to date.
    browser.evaluate("document.querySelector('form').requestSubmit()");
    browser.await("document.querySelector('#images details').open");
  }

  @Test
  void moreIsShownOnDemand() throws Exception {
    browser.evaluate("document.querySelector('#more').click()");

    browser.await("document.querySelectorAll('#images > li').length === 200");
  }

  @Test
  void aHostileNameIsText() throws Exception {
    set("#state", "bad_image_format");
    browser.await("document.querySelectorAll('#images > li').length === 1");

    assertThat(text("#images .name")).isEqualTo(HOSTILE);
    assertThat(browser.evaluate("document.querySelectorAll('#images img').length").asInt())
        .isZero();
  }

  @Test
  void theBrowserHasNothingToComplainAbout() {
    assertThat(browser.problems()).isEmpty();
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

  private static Pull put(String namespace, String name, String image, Verdict verdict) {
    Workload workload =
        new Workload(
            new WorkloadId(namespace, WorkloadKind.DEPLOYMENT, name),
            List.of(new ContainerImage("main", "spec.template.spec.containers[0].image", image)),
            new PullSecrets(namespace, List.of(), "default"),
            NodePlacement.ANYWHERE,
            true);
    INVENTORY.replace(workload);
    Pull pull = workload.pull(workload.images().getFirst());
    found(pull, verdict);
    return pull;
  }

  private static void found(Pull pull, Verdict verdict) {
    var _ = INVENTORY.record(pull, new CheckedVerdict(verdict, Instant.now()));
  }
}
