package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ManifestExchange.FollowUp;
import io.pullcheck.registry.RegistryFacts.Confirmed;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.auth.Challenge;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What follows an answer, by the state in which it came.
final class ManifestExchangeTest {

  private static final String HEADER = "Basic realm=\"r\"";
  private static final Challenge CHALLENGE = new Challenge("basic", Map.of("realm", "r"));
  private static final NextStep.End ABSENT = last(Reason.MANIFEST_UNKNOWN);
  private static final NextStep.End REFUSED =
      new NextStep.Refused(Unavailable.of(Reason.DENIED_OR_ABSENT));

  @ParameterizedTest
  @CsvSource({
    "reg.io, 404, true",
    "reg.io, 403, true",
    "reg.io, 429, false",
    "reg.io, 500, false",
    "docker.io, 404, false",
    "docker.io, 403, true",
    "docker.io, 401, true"
  })
  void aRefusedHeadIsConfirmedByGetWhereHeadCannotBeReliedOn(
      String host, int status, boolean byGet) {
    FollowUp next = after(ManifestExchange.first(false), status, ABSENT, host, Optional.empty());

    assertThat(next instanceof FollowUp.Send).isEqualTo(byGet);
    if (next instanceof FollowUp.Send(ManifestExchange get)) {
      assertThat(get.byGet()).isTrue();
      assertThat(get.headStatus()).isEqualTo(status);
    }
  }

  @Test
  void whatAGetHasConfirmedHoldsWhileTheStatusStays() {
    Optional<Confirmed> confirmed = Optional.of(new Confirmed(404, ABSENT));

    assertThat(after(ManifestExchange.first(false), 404, REFUSED, "reg.io", confirmed))
        .isEqualTo(new FollowUp.End(ABSENT, Authorization.NONE, ""));
    assertThat(after(ManifestExchange.first(false), 403, REFUSED, "reg.io", confirmed))
        .isInstanceOf(FollowUp.Send.class);
    assertThat(after(ManifestExchange.first(true), 404, REFUSED, "reg.io", confirmed))
        .isEqualTo(new FollowUp.End(REFUSED, Authorization.NONE, ""));
  }

  @Test
  void aCachedTokenThatIsRefusedBeginsTheSecondPassAndThenItEnds() {
    ManifestExchange first = authorized(ManifestExchange.first(true), false);
    ManifestExchange second = authorized(ManifestExchange.second(true, Optional.empty()), false);

    assertThat(after(first, 403, REFUSED, "reg.io", Optional.empty()))
        .isEqualTo(new FollowUp.StartOver(first, Optional.empty()));
    assertThat(after(second, 403, REFUSED, "reg.io", Optional.empty()))
        .isInstanceOf(FollowUp.End.class);
    assertThat(
            after(
                authorized(ManifestExchange.first(true), true),
                403,
                REFUSED,
                "reg.io",
                Optional.empty()))
        .isInstanceOf(FollowUp.End.class);
  }

  @Test
  void aTokenIsRenewedOnce() {
    NextStep renew = new NextStep.Renew(Unavailable.of(Reason.EXPIRED));
    ManifestExchange second = ManifestExchange.second(true, Optional.empty());

    ManifestExchange cached = authorized(ManifestExchange.first(true), false);
    assertThat(after(cached, 403, renew, "reg.io", Optional.empty()))
        .isInstanceOf(FollowUp.StartOver.class);
    ManifestExchange fresh = authorized(ManifestExchange.first(true), true);
    assertThat(after(fresh, 403, renew, "reg.io", Optional.empty()))
        .isInstanceOf(FollowUp.End.class);
    assertThat(after(second, 403, renew, "reg.io", Optional.empty()))
        .isEqualTo(
            new FollowUp.End(
                new NextStep.Refused(Unavailable.of(Reason.EXPIRED)), Authorization.NONE, ""));
  }

  @Test
  void aRememberedChallengeThatCannotBeAnsweredIsNotAnsweredAgain() {
    ManifestExchange first = ManifestExchange.first(false);
    FollowUp next = first.relyingOn(CHALLENGE).notAuthorized(CHALLENGE, REFUSED);

    assertThat(next).isInstanceOf(FollowUp.StartOver.class);
    ManifestExchange second = ManifestExchange.second(false, ((FollowUp.StartOver) next).failed());
    assertThat(second.failedBefore(CHALLENGE)).contains(REFUSED);
    assertThat(second.failedBefore(new Challenge("basic", Map.of("realm", "other")))).isEmpty();
    assertThat(first.notAuthorized(CHALLENGE, REFUSED)).isInstanceOf(FollowUp.End.class);
  }

  @Test
  void aPauseEndsTheCheckThoughTheChallengeWasRemembered() {
    NextStep.End paused =
        new NextStep.Final(new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofSeconds(1)));

    assertThat(ManifestExchange.first(false).relyingOn(CHALLENGE).notAuthorized(CHALLENGE, paused))
        .isEqualTo(new FollowUp.End(paused, Authorization.NONE, ""));
  }

  private static ManifestExchange authorized(ManifestExchange exchange, boolean fresh) {
    Authorization token =
        new Authorization(Authorization.Kind.CREDENTIAL_TOKEN, Map.of(), Optional.empty(), fresh);
    return ((FollowUp.Send) exchange.authorized(CHALLENGE, token)).next();
  }

  private static FollowUp after(
      ManifestExchange exchange,
      int status,
      NextStep answer,
      String host,
      Optional<Confirmed> confirmed) {
    var response = TestingAnswer.get(status).challenge(HEADER).response();
    return exchange.followUp(response, answer, host, confirmed);
  }

  private static NextStep.End last(Reason reason) {
    return new NextStep.Final(Unavailable.of(reason));
  }
}
