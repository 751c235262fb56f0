package io.pullcheck.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;

/// Whatever the API server stores can be read, on a small stack too.
class ApiJsonTest {

  private static final int SMALLEST_STACK = 256 * 1024;

  static String[] endless() {
    String many = "x".repeat(4_000_000);
    return new String[] {
      "{\"" + many + "\": 1, %s}",
      "{\"a\": \"" + many + "\", %s}",
      "{\"replicas\": " + "9".repeat(4_000_000) + ", %s}",
      "{\"a\": " + "[".repeat(9_990) + "]".repeat(9_990) + ", %s}",
      "{\"a\": " + "{\"a\":".repeat(9_990) + "1" + "}".repeat(9_990) + ", %s}"
    };
  }

  @ParameterizedTest
  @MethodSource("endless")
  void anObjectIsReadHoweverLongOrDeep(String around) {
    String object = around.formatted("\"spec\": {\"containers\": [{\"image\": \"a:1\"}]}");
    assertThat(image(object)).contains("a:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "["})
  void whatTheApiServerRefusesItselfIsRefused(String open) {
    assertThatThrownBy(() -> image("{\"a\": " + open.repeat(11_000)))
        .hasRootCauseInstanceOf(StreamConstraintsException.class);
  }

  private static Optional<String> image(String object) {
    CompletableFuture<Optional<String>> image = new CompletableFuture<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try (JsonParser json =
                  ApiJson.FACTORY.createParser(
                      ObjectReadContext.empty(),
                      new ByteArrayInputStream(object.getBytes(UTF_8)))) {
                json.nextToken();
                image.complete(
                    new WorkloadObject(PrunedObject.read(json, WorkloadObject.SHAPE))
                        .workload(WorkloadKind.POD, "shop").images().stream()
                            .map(ContainerImage::image)
                            .findFirst());
              } catch (RuntimeException | StackOverflowError e) {
                image.completeExceptionally(e);
              }
            },
            "small stack",
            SMALLEST_STACK);
    thread.start();
    return image.join();
  }
}
