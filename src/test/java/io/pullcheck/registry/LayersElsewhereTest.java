package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.Verification;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Layers whose content the manifest says to be elsewhere, as Windows' base layers once were.
final class LayersElsewhereTest extends ContentTesting {

  /// As containerd: only a 404 leads on, at last to the registry itself.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/there | ",
        "/gone /there | ",
        "/gone ftp://example.com/layer | blob_missing",
        "/refused /there | denied_or_absent",
        "/broken /there | server_error",
        "/login /there | denied_or_absent",
        "/longer | blob_missing",
        "http://169.254.169.254/layer | address_refused",
        "/away | redirect_refused",
      })
  void aLayerWithUrlsIsAskedForThereFirst(String urls, @Nullable String reason) throws IOException {
    Asker asker =
        asker(
            Verification.LAYERS,
            asked ->
                switch (asked.target()) {
                  case "/there" -> new Answer(200, Map.of(), "f");
                  case "/login" ->
                      Answer.of(401).with("WWW-Authenticate", "Bearer realm=\"http://x.lan/\"");
                  case "/refused" -> Answer.of(403);
                  case "/broken" -> Answer.of(503);
                  case "/longer" -> new Answer(200, Map.of(), "longer");
                  case "/away" -> Answer.of(307).with("Location", "http://169.254.169.254/layer");
                  default -> images.answer(asked);
                });
    String host = "http://" + asker.registry().host();
    String listed =
        Stream.of(urls.split(" ", -1))
            .map(url -> "\"" + (url.startsWith("/") ? host + url : url) + "\"")
            .collect(Collectors.joining(","));
    tag(",\"urls\":[" + listed + "]");

    assertThat(reason(asker.check("windows/amd64")).map(Reason::word).orElse(null))
        .isEqualTo(reason);
  }

  @Test
  void aForeignLayerWithoutAnUrlIsTheRegistrys() throws IOException {
    tag("");

    assertThat(reason(asker(Verification.LAYERS).check("windows/amd64")))
        .contains(Reason.BLOB_MISSING);
  }

  private void tag(String more) {
    images.tag(
        images.imageOf(
            "{\"os\":\"windows\",\"architecture\":\"amd64\"}",
            "{\"mediaType\":\"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip\",\"size\":1,\"digest\":\"%s\"%s}"
                .formatted(TestingImages.digest("foreign"), more)));
  }
}
