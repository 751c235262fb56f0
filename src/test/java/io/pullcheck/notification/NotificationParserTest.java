package io.pullcheck.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Bodies in the shapes that the registries' documentation has.
class NotificationParserTest {

  private static final Path CASES = Path.of("src/test/resources/notifications");

  private static final String EXPECTED =
      """
      acr-delete             | ACR shop.azurecr.io/shop/cart@1a1a
      acr-ping               | other ACR
      acr-push               | ACR shop.azurecr.io/shop/cart:v41@1a1a
      artifactory-delete     | ARTIFACTORY ?/*/shop/cart:v41@1a1a
      artifactory-other      | malformed
      artifactory-push       | ARTIFACTORY ?/*/shop/cart:v41@1a1a
      distribution-delete    | DISTRIBUTION registry.example.com:5000/shop/cart@1a1a
      distribution-delete-tag | DISTRIBUTION registry.example.com:5000/shop/cart:v41
      distribution-pull      | other DISTRIBUTION
      distribution-push      | DISTRIBUTION registry.example.com:5000/shop/cart:v41@1a1a
      ecr-china              | ECR 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/cart@1a1a
      ecr-delete             | ECR 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/cart:v41@1a1a
      ecr-failed             | other ECR
      ecr-push               | ECR 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/cart:v41@1a1a
      ecr-scan               | other ECR
      gitlab-delete          | DISTRIBUTION registry.gitlab.example.com/group/project/cart:v41
      harbor-cloudevents     | HARBOR harbor.example.com/shop/cart:v41@1a1a
      harbor-delete          | HARBOR harbor.example.com/shop/cart:v41@1a1a
      harbor-delete-untagged | HARBOR harbor.example.com:8443/shop/cart@1a1a
      harbor-push            | HARBOR harbor.example.com/shop/cart:v41@1a1a
      harbor-scan            | other HARBOR
      quay-build             | other QUAY
      quay-expiry            | other QUAY
      quay-push              | QUAY quay.example.com/shop/cart:v41 quay.example.com/shop/cart:latest
      """;

  static List<String> recorded() {
    return EXPECTED.lines().toList();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void eachRecordedBodyIsRead(String line) throws IOException {
    String[] parts = line.split("\\|", -1);
    Path file = CASES.resolve(parts[0].strip() + ".json");
    assertThat(text(NotificationParser.parse(Files.readAllBytes(file))))
        .isEqualTo(parts[1].strip());
  }

  @Test
  void everyRecordedBodyIsExpected() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(
              recorded().stream().map(line -> line.split("\\|", -1)[0].strip()).toList());
    }
  }

  private static String text(Notification notification) {
    return switch (notification) {
      case Notification.Malformed _ -> "malformed";
      case Notification.Other(var source) -> "other " + source;
      case Notification.Changes(var source, var hints) ->
          source + hints.stream().map(NotificationParserTest::text).collect(Collectors.joining());
    };
  }

  private static String text(Hint hint) {
    return " "
        + hint.host().orElse("?")
        + (hint.below() ? "/*/" : "/")
        + hint.repository()
        + hint.tag().map(tag -> ":" + tag).orElse("")
        + hint.digest().map(digest -> "@" + digest.substring(7, 11)).orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                         | malformed
          []                                                         | malformed
          "push"                                                     | malformed
          {}                                                         | malformed
          {"events": []}                                             | malformed
          {"events": {"action": "push"}}                             | malformed
          {"events": [1, null, "push", []]}                          | other DISTRIBUTION
          {"events": [{"action": ["push"], "target": 7}]}            | other DISTRIBUTION
          {"events": [{"action": "push"}]}                           | DISTRIBUTION
          {"action": "push", "target": "shop/cart"}                  | ACR
          {"type": "PUSH_ARTIFACT", "event_data": []}                | malformed
          {"type": "PUSH_ARTIFACT", "event_data": {"repository": {"repo_full_name": "a"}, "resources": [{"tag": {}}]}} | HARBOR ?/a
          {"docker_url": "a b", "repository": "c", "updated_tags": ["d"]} | QUAY ?/c:d
          {"docker_url": {}, "repository": "c", "updated_tags": ["d"]} | malformed
          {"domain": "docker", "event_type": "pushed", "data": 1}    | ARTIFACTORY
          {"detail-type": "ECR Image Action", "detail": []}          | other ECR
          {"action": "push"} {"action": "push"}                      | malformed
          {"action": "push"                                          | malformed
          """)
  void nothingOfHostileShapesIsBelieved(String body, String read) {
    assertThat(text(NotificationParser.parse(body.getBytes(UTF_8)))).isEqualTo(read);
  }

  @Test
  void depthAndNumbersAreBounded() {
    String deep = "{\"events\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThat(text(NotificationParser.parse(deep.getBytes(UTF_8)))).isEqualTo("malformed");
    String many =
        Stream.iterate(0, i -> i + 1)
            .limit(10_000)
            .map(i -> "{\"action\":\"push\",\"target\":{\"repository\":\"r%d\"}}".formatted(i))
            .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    assertThat(NotificationParser.parse(many.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Notification.Changes.class, it -> assertThat(it.hints()).hasSize(1_000));
  }

  /// Whatever a recorded body is turned into, it is read or refused, and nothing is thrown.
  @Test
  void noDamageThrows() throws IOException {
    Random random = new Random(16);
    var seen = new TreeSet<String>();
    for (String line : recorded()) {
      byte[] body = Files.readAllBytes(CASES.resolve(line.split("\\|", -1)[0].strip() + ".json"));
      for (int i = 0; i < 200; i++) {
        byte[] damaged = body.clone();
        for (int n : Collections.nCopies(1 + i % 5, 0)) {
          damaged[n + random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        seen.add(NotificationParser.parse(damaged).getClass().getSimpleName());
      }
    }
    assertThat(seen).containsExactly("Changes", "Malformed", "Other");
  }
}
