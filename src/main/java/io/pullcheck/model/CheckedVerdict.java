package io.pullcheck.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// A verdict and when it was true.
///
/// What is known besides this check comes from a fleet's store, which remembers it over a restart.
///
/// @param since when the state began of which the verdict speaks, where more is known than this
///   check
/// @param digest of the manifest that an earlier check found, `sha256:…`, where the image is not
///   available now
public record CheckedVerdict(
    Verdict verdict, Instant at, Optional<Instant> since, Optional<String> digest) {

  /// By how much the clocks of two replicas may differ. Clocks that NTP keeps differ by
  /// milliseconds; and a verdict that is dated so far ahead stays fresh only so much longer.
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  public CheckedVerdict {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(digest, "digest");
    since = since.filter(at::isAfter);
  }

  /// What one check has found.
  public CheckedVerdict(Verdict verdict, Instant at) {
    this(verdict, at, Optional.empty(), Optional.empty());
  }

  /// The same, with more said of what was found.
  public CheckedVerdict saying(Verdict more) {
    return new CheckedVerdict(more, at, since, digest);
  }

  /// The digest of the manifest that this check has found, or an earlier one.
  public Optional<String> lastDigest() {
    return verdict instanceof Verdict.Available available ? available.digest() : digest;
  }

  /// Whether it is dated after `now` by more than clocks may differ: the clock that it was dated by
  /// was wrong, here or on another replica. It then says nothing about which verdict is newer, and
  /// must not count as fresh, or it would stay in force until that time comes.
  public boolean isAhead(Instant now) {
    return at.isAfter(now.plus(CLOCK_SKEW));
  }
}
