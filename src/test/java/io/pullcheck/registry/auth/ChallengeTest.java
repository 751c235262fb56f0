package io.pullcheck.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChallengeTest {

  private static final int ROUNDS = 20_000;
  private static final List<String> SCHEMES =
      List.of("Bearer", "basic", "Negotiate", "NTLM", "Digest", "AWS4-HMAC-SHA256");
  private static final List<String> NAMES =
      List.of("realm", "service", "scope", "error", "error_description", "charset", "qop");
  private static final String TOKEN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  private static final String ANY = TOKEN + " ,=\\\"/:?&%+()<>@é\t";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\",scope=\"repository:a/b:pull\" | https://auth.docker.io/token",
        "Bearer realm=\"https://ghcr.io/token\",service=\"ghcr.io\",scope=\"repository:user/image:pull\" | https://ghcr.io/token",
        "Bearer realm=\"https://gitlab.com/jwt/auth\",service=\"container_registry\",scope=\"repository:a:pull\",error=\"invalid_token\" | https://gitlab.com/jwt/auth",
        "Bearer realm=\"https://nvcr.io/proxy_auth?scope=repository:a/b:pull,push\" | https://nvcr.io/proxy_auth?scope=repository:a/b:pull,push",
        "Bearer realm=\"https://quay.io/v2/auth\",service=\"quay.io\" | https://quay.io/v2/auth",
        "bearer REALM=\"https://a.io/t\" , service=x | https://a.io/t",
        "Bearer realm=\"https://b.io\",realm=\"https://a.io/t\" | https://a.io/t",
        "Bearer realm=\"https://a.io/t\",,,service=\"x\", | https://a.io/t",
        "Bearer realm=\"https://a.io/\\\"t\" | https://a.io/\"t",
      })
  void realHeadersAreRead(String header, String realm) {
    assertThat(Challenge.usable(Challenge.parse(List.of(header))))
        .hasValueSatisfying(
            challenge -> {
              assertThat(challenge.isBearer()).isTrue();
              assertThat(challenge.parameter("realm")).contains(realm);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "=",
        "\"",
        "Bearer",
        "Bearer realm",
        "Bearer realm=",
        "Bearer realm=\"https://a.io/t",
        "Bearer realm = \"https://a.io/t\"",
        "Negotiate, Bearer realm=\"https://a.io/t\"",
        "Negotiate YIIJ+abc/de==, Bearer realm=\"https://a.io/t\"",
        "realm=\"https://a.io/t\"",
        "Negotiate",
        "Digest realm=\"x\"",
        "\u0000\u0001 =\" ,,",
      })
  void whatCannotBeAnsweredIsNoChallengeToUs(String header) {
    assertThat(Challenge.usable(Challenge.parse(List.of(header))).filter(Challenge::isBasic))
        .isEmpty();
    assertThat(
            Challenge.usable(Challenge.parse(List.of(header)))
                .flatMap(each -> each.parameter("realm"))
                .filter(realm -> !realm.isEmpty()))
        .isEmpty();
  }

  @Test
  void basicIsAnsweredOnlyWhereThereIsNoBearer() {
    assertThat(Challenge.usable(Challenge.parse(List.of("Basic realm=\"r\""))))
        .hasValueSatisfying(challenge -> assertThat(challenge.isBasic()).isTrue());
    assertThat(
            Challenge.usable(
                Challenge.parse(List.of("Basic realm=\"r\"", "Bearer realm=\"https://a.io\""))))
        .hasValueSatisfying(challenge -> assertThat(challenge.isBearer()).isTrue());
  }

  /// However a header is written that containerd reads, the same is read.
  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(20260301);
    for (int round = 0; round < ROUNDS; round++) {
      List<Challenge> written =
          Stream.generate(() -> challenge(random)).limit(1 + random.nextInt(3)).toList();
      List<String> lines = written.stream().map(each -> text(each, random)).toList();

      assertThat(Challenge.parse(lines)).as(lines.toString()).isEqualTo(written);
    }
  }

  @Test
  void garbageIsPassedOver() {
    Random random = new Random(20260302);
    for (int round = 0; round < ROUNDS; round++) {
      String header = characters(ANY, random.nextInt(60), random);

      assertThat(Challenge.parse(List.of(header))).as(header).isNotNull();
    }
  }

  /// As long as a header may be here; parsing that were quadratic would take minutes.
  @Test
  void longHeadersAreReadAtOnce() {
    for (String part : List.of("a ", "a=", "a=\"", "a,", ",", " ", "Bearer realm=\"x\",")) {
      assertThat(Duration.ofNanos(timed(part.repeat(1_000_000 / part.length()))))
          .isLessThan(Duration.ofSeconds(20));
    }
  }

  private static long timed(String header) {
    long begun = System.nanoTime();
    assertThat(Challenge.parse(List.of(header))).isNotNull();
    return System.nanoTime() - begun;
  }

  private static Challenge challenge(Random random) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parameters.put(
          NAMES.get(random.nextInt(NAMES.size())), characters(ANY, random.nextInt(12), random));
    }
    return new Challenge(
        SCHEMES.get(random.nextInt(SCHEMES.size())).toLowerCase(Locale.ROOT), parameters);
  }

  private static String text(Challenge challenge, Random random) {
    List<String> parameters = new ArrayList<>();
    challenge
        .parameters()
        .forEach(
            (name, value) ->
                parameters.add(
                    (random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT))
                        + "="
                        + value(value, random)));
    String scheme = challenge.scheme();
    return (random.nextBoolean() ? scheme : scheme.toUpperCase(Locale.ROOT))
        + (parameters.isEmpty() ? "" : " ")
        + String.join(spaces(random) + "," + spaces(random), parameters);
  }

  private static String value(String value, Random random) {
    boolean bare = !value.isEmpty() && value.chars().allMatch(c -> TOKEN.indexOf(c) >= 0);
    return bare && random.nextBoolean()
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String spaces(Random random) {
    return " ".repeat(random.nextInt(2));
  }

  private static String characters(String of, int count, Random random) {
    return random
        .ints(count, 0, of.length())
        .mapToObj(i -> String.valueOf(of.charAt(i)))
        .collect(Collectors.joining());
  }
}
