package io.pullcheck.replica;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What the clusters of a fleet remember together: verdicts, and who checks what now. It may be
/// gone, slow, full or wrong at any time; nothing here throws because of that, and nobody waits for
/// longer than was said. Safe for use by many threads.
///
/// Without one, each process remembers what it has found itself: `VerdictCache`.
public interface VerdictStore {

  /// What a look at one key finds.
  sealed interface Reading {

    /// What stands there, as far as it was signed with the fleet key and can be true.
    ///
    /// @param fleet the fleet's last verdict: whichever cluster has found it
    /// @param own this cluster's, if that is not `available`
    record Known(Optional<StoredVerdict> fleet, Optional<StoredVerdict> own) implements Reading {

      public static final Known NOTHING = new Known(Optional.empty(), Optional.empty());

      public Known {
        Objects.requireNonNull(fleet, "fleet");
        Objects.requireNonNull(own, "own");
      }
    }

    /// The store does not answer.
    record Away() implements Reading {}
  }

  /// Who is kept from a check by a claim.
  enum Scope {
    FLEET,
    CLUSTER
  }

  /// What has become of an attempt to claim a check.
  sealed interface Claim {

    /// The check is ours. To be given back by [#publish].
    ///
    /// @param token says to the store that it is
    /// @param known what stood there at that moment: somebody else's check may have ended since
    ///   [#read]
    record Held(Scope scope, String token, Reading.Known known) implements Claim {}

    /// Somebody else is at it.
    ///
    /// @param ended completes when that check has ended, if we hear of it
    record Taken(CompletableFuture<?> ended) implements Claim {}

    /// The store does not answer.
    record Away() implements Claim {}
  }

  /// What a check leaves behind.
  ///
  /// @param fleet the verdict for all clusters; nothing: theirs stays
  /// @param own what this cluster remembers; nothing: it forgets, if `found`
  /// @param found whether the check has found anything
  /// @param claim is given back
  /// @param isLate whether it was found some time ago: the fleet may know better by now
  record Publication(
      Optional<StoredVerdict> fleet,
      Optional<StoredVerdict> own,
      boolean found,
      Optional<Claim.Held> claim,
      boolean isLate) {
    public Publication {
      Objects.requireNonNull(fleet, "fleet");
      Objects.requireNonNull(own, "own");
      Objects.requireNonNull(claim, "claim");
    }

    /// The same at a later time, when the claim has ended.
    public Publication late() {
      return new Publication(fleet, own, found, Optional.empty(), true);
    }
  }

  /// How long an answer is waited for in a check for which nobody waits.
  Duration patience();

  /// What stands under the key.
  ///
  /// @param within the longest that this may take
  Reading read(StoreKey key, Duration within);

  /// Claims the check, so that nobody else of that scope does it meanwhile.
  ///
  /// @param life after which the claim ends by itself
  /// @param within the longest that this may take
  Claim claim(StoreKey key, Scope scope, Duration life, Duration within);

  /// Writes down what a check has found, gives its claim back, and wakes those who wait for it.
  /// Does not block.
  void publish(StoreKey key, Publication publication);
}
