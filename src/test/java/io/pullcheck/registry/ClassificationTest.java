package io.pullcheck.registry;

import static io.pullcheck.registry.TestingAnswer.get;
import static io.pullcheck.registry.TestingAnswer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.auth.Authorization.Kind;
import io.pullcheck.registry.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The classification table, row by row.
final class ClassificationTest {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String SHA_512 = "sha512:" + "c".repeat(128);
  private static final String OTHER_DIGEST = "sha256:" + "b".repeat(64);
  private static final String MANIFEST = "{\"schemaVersion\":2,\"layers\":[]}";
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

  static Stream<Arguments> finals() {
    return Stream.of(
        row("5", get(408), Reason.SERVER_ERROR),
        row("5", get(499), Reason.SERVER_ERROR),
        row("5", get(500), Reason.SERVER_ERROR),
        row("5", get(503), Reason.SERVER_ERROR),
        row("5 GitLab when disabled", get(404).error("UNAVAILABLE", ""), Reason.SERVER_ERROR),
        row("18", get(403).html(), Reason.BLOCKED),
        row(
            "21 ACR",
            get(403).error("DENIED", "client with IP '10.1.2.3' is not allowed"),
            Reason.NETWORK_RULE),
        row("24", get(400).error("NAME_INVALID", ""), Reason.REFUSED_BY_REGISTRY),
        row("24", get(400).error("TAG_INVALID", ""), Reason.REFUSED_BY_REGISTRY),
        row("24", get(400).error("DIGEST_INVALID", ""), Reason.REFUSED_BY_REGISTRY),
        row(
            "26",
            get(404)
                .error("MANIFEST_UNKNOWN", "OCI index found, but Accept header does not support"),
            Reason.CLIENT_BUG));
  }

  static Stream<Arguments> finalsOf404And200() {
    return Stream.of(
        row("28 by HEAD", head(404).html(), Reason.NOT_A_REGISTRY),
        row("29", get(404).error("MANIFEST_UNKNOWN", ""), Reason.MANIFEST_UNKNOWN),
        row("29", get(404).error("NAME_UNKNOWN", ""), Reason.REPOSITORY_UNKNOWN),
        row("29 Harbor", get(404).error("NOT_FOUND", ""), Reason.MANIFEST_UNKNOWN),
        row("29 Quay", get(404).error("TAG_EXPIRED", ""), Reason.MANIFEST_UNKNOWN),
        row("29 docker.io", head(404).host("docker.io"), Reason.MANIFEST_UNKNOWN),
        row("29", get(404).error("SOMETHING", ""), Reason.MANIFEST_UNKNOWN),
        row(
            "30",
            head(200)
                .says(DIGEST)
                .type("application/vnd.docker.distribution.manifest.v1+prettyjws"),
            Reason.SCHEMA1),
        row("30", head(200).type("text/plain").says(DIGEST), Reason.SCHEMA1),
        row("32 by HEAD", head(200).type("text/html").says(DIGEST), Reason.NOT_A_REGISTRY),
        row("31", get(200).type(OCI).body(OCI, MANIFEST).wants(DIGEST), Reason.DIGEST_MISMATCH),
        row("32", get(200).html(), Reason.NOT_A_REGISTRY),
        row("32", get(200).body("application/json", "{\"hello\":1}"), Reason.NOT_A_REGISTRY),
        row("37", get(400), Reason.UNEXPECTED_RESPONSE),
        row("37", get(418), Reason.UNEXPECTED_RESPONSE),
        row("37", get(416), Reason.UNEXPECTED_RESPONSE));
  }

  @ParameterizedTest(name = "row {0}: {1}")
  @MethodSource({"finals", "finalsOf404And200"})
  void endsTheCheck(String row, TestingAnswer answer, Reason reason) {
    assertThat(withoutDetail(answer.step())).isEqualTo(last(reason));
  }

  // Containerd asks by what a HEAD says; its GET is for what it has found.
  @ParameterizedTest(name = "row 33: {0}")
  @CsvSource({
    "application/json, 7",
    "application/octet-stream, 7",
    "Application/vnd.oci.image.manifest.v1+json, 7",
    "application/vnd.oci.image.manifest.v1+json, 0"
  })
  void headersByWhichANodeFindsNoManifestDecide(String type, String length) {
    TestingAnswer answer = head(200).type(type).says(DIGEST).header("content-length", length);

    assertThat(answer.step())
        .isInstanceOfSatisfying(
            NextStep.Final.class,
            last ->
                assertThat(((Unavailable) last.verdict()).reason())
                    .isEqualTo(Reason.UNEXPECTED_RESPONSE));
    assertThat(head(200).type(OCI).says("sha256:abc").step()).isInstanceOf(NextStep.Final.class);
    assertThat(head(200).type(OCI).says(DIGEST).header("content-length", "4393217").step())
        .isEqualTo(Classification.last(Reason.TOO_LARGE, ManifestCheck.TOO_LONG));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        row("15", get(401).auth(Kind.CREDENTIAL_TOKEN), Reason.DENIED_OR_ABSENT),
        row("16", get(401).auth(Kind.ANONYMOUS_TOKEN), Reason.PRIVATE_OR_ABSENT),
        row("16", get(401), Reason.PRIVATE_OR_ABSENT),
        row("16 Harbor's empty challenge", get(401).challenge(""), Reason.PRIVATE_OR_ABSENT),
        row("16 Negotiate only", get(401).challenge("Negotiate"), Reason.PRIVATE_OR_ABSENT),
        row("17", get(401).auth(Kind.BASIC).challenge("Basic realm=\"r\""), Reason.REJECTED),
        row(
            "20 ECR",
            get(403).auth(Kind.BASIC).error("DENIED", "Your authorization token has expired."),
            Reason.EXPIRED),
        row(
            "22",
            get(403).auth(Kind.CREDENTIAL_TOKEN).error("DENIED", ""),
            Reason.DENIED_OR_ABSENT),
        row("22", get(402), Reason.DENIED_OR_ABSENT),
        row("22", get(451), Reason.DENIED_OR_ABSENT),
        row("22 Artifactory", get(403), Reason.DENIED_OR_ABSENT),
        row("36 Harbor", get(412), Reason.POLICY));
  }

  @ParameterizedTest(name = "row {0}: {1}")
  @MethodSource("refusals")
  void refusesOneCredential(String row, TestingAnswer answer, Reason reason) {
    assertThat(withoutDetail(answer.step())).isEqualTo(refused(reason));
  }

  static Stream<Arguments> onwards() {
    String bearer = "Bearer realm=\"https://auth.reg.io/token\",service=\"reg.io\"";
    String invalid = bearer + ",error=\"invalid_token\"";
    return Stream.of(
        arguments("13", head(401).challenge(bearer), new NextStep.Authenticate()),
        arguments("13", head(401).challenge("Basic realm=\"r\""), new NextStep.Authenticate()),
        arguments(
            "16", head(401).challenge("Negotiate, " + bearer), refused(Reason.PRIVATE_OR_ABSENT)),
        arguments(
            "14",
            head(401).auth(Kind.CREDENTIAL_TOKEN).challenge(invalid),
            renew(Reason.DENIED_OR_ABSENT)),
        arguments(
            "14",
            head(401).auth(Kind.ANONYMOUS_TOKEN).challenge(invalid),
            renew(Reason.PRIVATE_OR_ABSENT)),
        arguments(
            "14 ECR Public",
            head(400).host("public.ecr.aws").auth(Kind.ANONYMOUS_TOKEN),
            renew(Reason.UNEXPECTED_RESPONSE)),
        arguments(
            "19",
            get(403).host("mcr.microsoft.com"),
            new NextStep.Sporadic(Unavailable.of(Reason.BLOCKED))),
        arguments(
            "20",
            get(403).auth(Kind.CREDENTIAL_TOKEN).error("DENIED", "token expired"),
            renew(Reason.EXPIRED)));
  }

  static Stream<Arguments> onwardsByGetOrAvailable() {
    return Stream.of(
        arguments("23", head(405), new NextStep.AskByGet()),
        arguments(
            "29b", get(404).html(), new NextStep.Unclear(Unavailable.of(Reason.MANIFEST_UNKNOWN))),
        arguments(
            "29b",
            get(404).body("text/plain", "404 page not found"),
            new NextStep.Unclear(Unavailable.of(Reason.MANIFEST_UNKNOWN))),
        arguments("29b", get(404), new NextStep.Unclear(Unavailable.of(Reason.MANIFEST_UNKNOWN))),
        arguments(
            "29b",
            get(404).body("application/json", "{\"message\":\"no\"}"),
            new NextStep.Unclear(Unavailable.of(Reason.MANIFEST_UNKNOWN))),
        arguments("33 without a digest", head(200).type(OCI), new NextStep.AskByGet()),
        arguments(
            "31 by HEAD",
            head(200).type(OCI).wants(DIGEST).says(OTHER_DIGEST),
            new NextStep.AskByGet()),
        arguments(
            "33",
            head(200).type(OCI).says(DIGEST),
            new NextStep.Final(new Verdict.Available(Optional.of(DIGEST)))),
        arguments(
            "33",
            head(200).type(OCI + "; charset=utf-8").says(DIGEST),
            new NextStep.Final(new Verdict.Available(Optional.of(DIGEST)))),
        arguments(
            "33",
            head(200).type(OCI).wants(DIGEST),
            new NextStep.Final(new Verdict.Available(Optional.of(DIGEST)))),
        arguments(
            "33 by GET",
            get(200).body(OCI, MANIFEST),
            new NextStep.Final(new Verdict.Available(Optional.of(ContentDigest.of(MANIFEST))))));
  }

  @ParameterizedTest(name = "row {0}: {1}")
  @MethodSource({"onwards", "onwardsByGetOrAvailable"})
  void goesOn(String row, TestingAnswer answer, NextStep step) {
    assertThat(withoutDetail(answer.step())).isEqualTo(step);
  }

  @ParameterizedTest(name = "row 3: {0}")
  @EnumSource(Kind.class)
  void aRateLimitKeepsTheLastVerdict(Kind auth) {
    NextStep step = get(429).auth(auth).header("retry-after", "7").step();

    assertThat(step)
        .isEqualTo(
            new NextStep.Final(
                new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(7))));
    assertThat(get(403).error("TOOMANYREQUESTS", "").step())
        .isEqualTo(
            new NextStep.Final(
                new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(30))));
  }

  @Test
  void aDigestOfAnotherAlgorithmIsNoContradiction() {
    assertThat(head(200).type(OCI).wants(SHA_512).says(DIGEST).step())
        .isEqualTo(new NextStep.Final(new Verdict.Available(Optional.of(SHA_512))));
  }

  static Stream<Arguments> tokens() {
    return Stream.of(
        arguments("7", "reg.io", true, get(401), refused(Reason.REJECTED)),
        arguments("7", "reg.io", false, get(401), refused(Reason.PRIVATE_OR_ABSENT)),
        arguments("8", "reg.io", true, get(403), refused(Reason.DENIED_OR_ABSENT)),
        arguments("8 GHCR", "ghcr.io", true, get(403), refused(Reason.REJECTED)),
        arguments("9 GHCR", "ghcr.io", false, get(403), refused(Reason.PRIVATE_OR_ABSENT)),
        arguments("11", "reg.io", false, get(404), last(Reason.TOKEN_ENDPOINT)),
        arguments("12", "reg.io", false, get(200).html(), last(Reason.TOKEN_MALFORMED)),
        arguments("5", "reg.io", true, get(502), last(Reason.SERVER_ERROR)),
        arguments("37", "reg.io", true, get(400), last(Reason.UNEXPECTED_RESPONSE)));
  }

  @ParameterizedTest(name = "row {0}: {3}")
  @MethodSource("tokens")
  void judgesTheTokenServer(
      String row, String host, boolean withCredentials, TestingAnswer answer, NextStep step) {
    assertThat(withoutDetail(Classification.token(host, withCredentials, answer.response(), NOW)))
        .isEqualTo(step);
  }

  @ParameterizedTest(name = "row 4: {0}")
  @EnumSource(names = {"DNS", "CONNECT", "TIMEOUT", "TLS"})
  void noAnswerMeansThatTheRegistryIsUnavailable(Reason reason) {
    assertThat(Classification.failure(new Reply.Failure(reason, "")))
        .isEqualTo(new NextStep.Final(new Unavailable(State.REGISTRY_UNAVAILABLE, reason, "")));
  }

  @ParameterizedTest(name = "row 6: {0}")
  @EnumSource(names = {"REDIRECT_REFUSED", "ADDRESS_REFUSED"})
  void whatWeMayNotDoSaysNothingOfTheImage(Reason reason) {
    assertThat(Classification.failure(new Reply.Failure(reason, "why")))
        .isEqualTo(new NextStep.Final(new Unavailable(State.UNKNOWN_ERROR, reason, "why")));
  }

  private static NextStep withoutDetail(NextStep step) {
    return switch (step) {
      case NextStep.Final(Verdict verdict) -> new NextStep.Final(withoutDetail(verdict));
      case NextStep.Refused(Unavailable verdict) -> refused(verdict.reason());
      case NextStep.Renew(Unavailable otherwise) -> renew(otherwise.reason());
      case NextStep.Sporadic(Unavailable otherwise) ->
          new NextStep.Sporadic(Unavailable.of(otherwise.reason()));
      default -> step;
    };
  }

  private static Verdict withoutDetail(Verdict verdict) {
    return verdict instanceof Unavailable known
        ? new Unavailable(known.state(), known.reason(), "")
        : verdict;
  }

  private static Arguments row(String number, TestingAnswer answer, Reason reason) {
    return arguments(number, answer, reason);
  }

  private static NextStep renew(Reason otherwise) {
    return new NextStep.Renew(Unavailable.of(otherwise));
  }

  private static NextStep refused(Reason reason) {
    return new NextStep.Refused(Unavailable.of(reason));
  }

  private static NextStep last(Reason reason) {
    return new NextStep.Final(Unavailable.of(reason));
  }
}
