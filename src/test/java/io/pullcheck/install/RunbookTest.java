package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/runbook.md, and the page that Pullcheck serves of it.
class RunbookTest {
  private static final Path RUNBOOK = Path.of("docs/runbook.md");
  private static final Path PAGE = Path.of("src/main/resources/web/runbook.html");

  @Test
  void everyAlertHasItsSection() throws IOException {
    var alerts = new LinkedHashSet<String>();
    for (var alert : Chart.yaml(Chart.FOLDER.resolve("files/alerts.yaml")).findValues("alert")) {
      alerts.add(alert.asString());
    }

    assertThat(RunbookPage.alerts(Files.readString(RUNBOOK))).containsExactlyElementsOf(alerts);
  }

  @Test
  void everySectionSaysWhoIsConcerned() throws IOException {
    var sections = Files.readString(RUNBOOK).split("\n## ", -1);

    for (int i = 1; i < sections.length; i++) {
      assertThat(sections[i]).contains("\nConcerned: ");
    }
  }

  @Test
  void thePageIsThatOfTheRunbook() throws IOException {
    GoldenFiles.assertSame(PAGE, RunbookPage.of(Files.readString(RUNBOOK)));
  }

  /// The policy of the page's server lets nothing else through; and a link must lead somewhere.
  @Test
  void thePageNeedsNothingButItsStyle() throws IOException {
    var page = Files.readString(PAGE);

    assertThat(page).doesNotContain("<script", "style=", "<img", "javascript:");
    var links = Pattern.compile("href=\"([^\"]*)\"").matcher(page);
    while (links.find()) {
      var target = links.group(1);
      if (target.startsWith("#")) {
        assertThat(page).contains("id=\"" + target.substring(1) + "\"");
      } else {
        assertThat(PAGE.resolveSibling(target)).exists();
      }
    }
  }
}
