package io.pullcheck.oracle;

import io.pullcheck.model.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Names of images, many of them none, put together from what the grammar is made of.
final class OddNames {

  private static final List<String> PARTS =
      List.of(
          "a",
          "b",
          "lan",
          "my_registry",
          "x__y",
          "A",
          "localhost",
          "docker",
          "io",
          "index",
          "0",
          "library",
          "[::1]",
          "a-b",
          "a--b",
          "-a",
          "a-",
          "_",
          "sha256",
          "latest",
          "a".repeat(120));
  private static final List<String> BETWEEN =
      List.of(".", ".", "/", "/", "/", ":", ":5000/", ":5000", "_", "@", "", "..", "//", ":v1");
  private static final List<String> ENDS =
      List.of(
          "",
          "",
          "",
          ":v1",
          ":",
          "@sha256:" + "a1".repeat(32),
          ":v1@sha256:" + "b".repeat(64),
          "@sha256:" + "A".repeat(64),
          "@sha512:" + "c".repeat(128),
          "/",
          ":v_1.2-3",
          ":-v");

  private OddNames() {}

  static List<String> of(Random random, int count) {
    return Stream.generate(() -> one(random)).limit(count).toList();
  }

  private static String one(Random random) {
    String middle =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(_ -> any(random, PARTS) + any(random, BETWEEN))
            .collect(Collectors.joining());
    return middle + any(random, PARTS) + any(random, ENDS);
  }

  private static String any(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// As Pullcheck reads it. A node forgets the tag where there is a digest.
  static String named(String written) {
    return ImageReference.parse(written, ImageReference.DOCKER_HUB)
        .map(
            each ->
                each.digest().isEmpty()
                    ? each.toString()
                    : new ImageReference(each.host(), each.path(), Optional.empty(), each.digest())
                        .toString())
        .orElse("");
  }
}
