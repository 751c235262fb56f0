package io.pullcheck.replica;

import java.time.Duration;
import java.util.Optional;

/// One token bucket for each registry and credential, of which all clusters of a fleet take. Safe
/// for use by many threads.
public interface FleetBudget {

  /// Takes a turn.
  ///
  /// @param account as in [StoreKey]
  /// @param perSecond how many turns there are; positive
  /// @param longest if the turn would come later than that, none is taken
  /// @return when the turn comes, from now; nothing if the store does not answer
  Optional<Duration> turn(String account, double perSecond, Duration longest);

  /// Takes a turn at once, whether or not there is one: those who come later wait longer. Does not
  /// block.
  void spend(String account, double perSecond);

  /// The registry has asked to be left alone for that long: nobody's turn comes before. Does not
  /// block.
  void pause(String account, double perSecond, Duration time);
}
