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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What axe-core, in a real browser, finds on the status page that people with a screen reader, a
/// keyboard or weak eyes would stumble over: nothing.
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

  private static String axe() throws IOException {
    try (InputStream script = StatusPageAccessIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
