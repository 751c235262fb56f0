package io.pullcheck.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationTest {

  private static final Instant BORN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DUE = CertificateAuthority.create(BORN).rotationDue();

  private final CaState young = CaState.of(CertificateAuthority.create(BORN));

  @Test
  void itIsDueAtTwoThirdsOfTheCasLife() {
    assertThat(Duration.between(BORN, DUE).toDays()).isEqualTo(243);
    assertThat(Rotation.due(young, true, DUE.minusSeconds(1))).isEmpty();
    CaState after = step(young, true, DUE);
    assertThat(after.signer()).isEqualTo(young.signer());
    assertThat(after.next()).isPresent();
    assertThat(after.publishedAt()).isEmpty();
  }

  @Test
  void theNextCaIsPublishedOnlyWhenTheConfigurationWasReadBack() {
    CaState made = step(young, true, DUE);
    assertThat(Rotation.due(made, false, DUE.plusSeconds(1))).isEmpty();
    assertThat(step(made, true, DUE.plusSeconds(1)).publishedAt()).contains(DUE.plusSeconds(1));
  }

  @Test
  void theSignerIsFlippedTenMinutesAfterPublicationAndNotWhileItIsUnpublishedAgain() {
    CaState published = step(step(young, true, DUE), true, DUE);
    Instant ripe = DUE.plus(Duration.ofMinutes(10));
    assertThat(Rotation.due(published, true, ripe.minusSeconds(1))).isEmpty();
    assertThat(Rotation.due(published, false, ripe)).isEmpty();
    CaState flipped = step(published, true, ripe);
    assertThat(flipped.signer()).isEqualTo(published.next().orElseThrow());
    assertThat(flipped.previous()).contains(young.signer().certificate());
    assertThat(flipped.flippedAt()).contains(ripe);
    assertThat(flipped.next()).isEmpty();
  }

  @Test
  void thePreviousCaIsDroppedAFullLeafLifetimeAfterTheFlip() {
    CaState flipped = flipped();
    Instant flippedAt = flipped.flippedAt().orElseThrow();
    Instant last = flippedAt.plus(Duration.ofDays(7));
    assertThat(Rotation.due(flipped, true, last.minusSeconds(1))).isEmpty();
    assertThat(step(flipped, true, last)).isEqualTo(CaState.of(flipped.signer()));
  }

  @Test
  void aLostFlipMarkIsSetAgainInsteadOfDroppingThePreviousCaTooEarly() {
    CaState flipped = flipped();
    CaState unmarked =
        new CaState(
            flipped.signer(),
            Optional.empty(),
            Optional.empty(),
            flipped.previous(),
            Optional.empty());
    Instant later = DUE.plus(Duration.ofDays(30));
    assertThat(step(unmarked, true, later).flippedAt()).contains(later);
  }

  @Test
  void aMarkInTheFutureIsSetAgain() {
    CaState published = step(step(young, true, DUE), true, DUE.plus(Duration.ofDays(1000)));
    assertThat(step(published, true, DUE).publishedAt()).contains(DUE);
  }

  @Test
  void aNextCaThatWasNeverPublishedAndHasExpiredIsMadeAnew() {
    CaState made = step(young, true, DUE);
    Instant late = DUE.plus(Duration.ofDays(366));
    assertThat(step(made, true, late).next()).isPresent().isNotEqualTo(made.next());
  }

  private CaState flipped() {
    return step(step(step(young, true, DUE), true, DUE), true, DUE.plus(Rotation.PUBLICATION_LAG));
  }

  private static CaState step(CaState state, boolean published, Instant now) {
    return Rotation.due(state, published, now).orElseThrow().after();
  }
}
