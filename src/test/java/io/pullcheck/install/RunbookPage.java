package io.pullcheck.install;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/// The page that Pullcheck serves, made from docs/runbook.md: plain HTML in the style of the status
/// page, with an anchor for each alert.
final class RunbookPage {

  private RunbookPage() {}

  static String of(String markdown) {
    var document = Parser.builder().build().parse(markdown);
    var body =
        HtmlRenderer.builder()
            .escapeHtml(true)
            .attributeProviderFactory(_ -> (AttributeProvider) RunbookPage::attributes)
            .build()
            .render(document);
    var afterTitle = body.indexOf("</h1>\n") + "</h1>\n".length();
    return """
        <!doctype html>
        <!-- Made from docs/runbook.md, see RunbookTest. -->
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Pullcheck: runbook</title>
            <link rel="icon" href="icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="page.css">
            <link rel="stylesheet" href="runbook.css">
          </head>
          <body>
            <main class="runbook">
        <p><a href="./">Status page</a></p>
        %s%s%s    </main>
          </body>
        </html>
        """
        .formatted(
            body.substring(0, afterTitle), contents(alerts(document)), body.substring(afterTitle));
  }

  /// The headings of its sections.
  static List<String> alerts(String markdown) {
    return alerts(Parser.builder().build().parse(markdown));
  }

  private static List<String> alerts(Node document) {
    return Stream.iterate(document.getFirstChild(), node -> node != null, Node::getNext)
        .filter(node -> node instanceof Heading heading && heading.getLevel() == 2)
        .map(RunbookPage::text)
        .toList();
  }

  private static String contents(List<String> alerts) {
    return alerts.stream()
        .map(it -> "<li><a href=\"#" + it.toLowerCase(Locale.ROOT) + "\">" + it + "</a></li>\n")
        .collect(Collectors.joining("", "<nav aria-label=\"Alerts\">\n<ul>\n", "</ul>\n</nav>\n"));
  }

  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (tag.equals("h2")) {
      attributes.put("id", text(node).toLowerCase(Locale.ROOT));
    } else if (tag.equals("pre")) {
      // What may be wider than the page can be scrolled by keyboard.
      attributes.put("tabindex", "0");
    }
  }

  private static String text(Node heading) {
    return ((Text) heading.getFirstChild()).getLiteral();
  }
}
