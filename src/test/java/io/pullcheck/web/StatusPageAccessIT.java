package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What axe-core, in a real browser, finds on the status page that people with a screen reader, a
/// keyboard or weak eyes would stumble over: nothing.
@Tag("slow")
final class StatusPageAccessIT {

  @AutoClose private static Chromium browser;
  private static ManagementEndpoint endpoint;

  @BeforeAll
  static void start() throws Exception {
    browser = new Chromium();
    endpoint = StatusPageExample.listening();
  }

  @AfterAll
  static void stop() {
    if (endpoint != null) {
      endpoint.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1280, 900, false, light",
    "1280, 900, false, dark",
    "360,  740, true,  light",
    "360,  740, true,  dark",
  })
  void axeFindsNothing(int width, int height, boolean phone, String scheme) throws Exception {
    browser.size(width, height, phone);
    browser.prefer(scheme);
    browser.open(URI.create("http://127.0.0.1:" + endpoint.port() + "/?group=registry"));
    browser.await("document.querySelectorAll('tr.row').length > 10");
    browser.evaluate("document.querySelector('#changes').open = true");
    browser.evaluate("document.querySelector('#filter-toggle').click()");
    browser.evaluate("document.querySelectorAll('tr.row .open').forEach(each => each.click())");
    browser.evaluate(axe());

    assertThat(
            browser
                .evaluate(
                    "axe.run().then(found => found.violations.map(each => each.id + ': '"
                        + " + each.nodes.map(node => node.html + ' ' + node.failureSummary)"
                        + ".join('; ')).join('\\n'))")
                .asString())
        .isEmpty();
  }

  @Test
  void aRowThatIsOpenedTellsHowItsImageIsHadBackOrWhereItsTagMoved() throws Exception {
    browser.size(1280, 900, false);
    browser.open(URI.create("http://127.0.0.1:" + endpoint.port() + "/?image=checkout"));
    browser.await("document.querySelector('.rescues li') !== null");
    assertThat(text(".rescues li:first-child"))
        .matches(
            "Its manifest sha256:.* is still in the registry: tag it again. crane tag .* Copy");
    assertThat(text(".rescues li:last-child"))
        .startsWith("Still on node-3 and node-7: export it there and push it. ctr -n k8s.io ");
    assertThat(text("dd.running")).isEqualTo("2 pods on 2 nodes");
    assertThat(text("dd.replicas")).isEqualTo("9");

    browser.open(URI.create("http://127.0.0.1:" + endpoint.port() + "/?image=library/nginx"));
    browser.await("document.querySelector('.moved') !== null");
    assertThat(text("tr.row .reason")).isEqualTo("tag pushed again: 1 pod runs something else");
    assertThat(text(".moved")).startsWith("The tag was pushed again: 1 pod runs sha256:4f3c");
    assertThat(browser.evaluate("document.querySelector('.runs').hidden").asBoolean()).isTrue();
  }

  private static String text(String selector) throws Exception {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asString();
  }

  private static String axe() throws IOException {
    try (InputStream script = StatusPageAccessIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
