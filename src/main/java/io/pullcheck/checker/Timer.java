package io.pullcheck.checker;

import java.time.Duration;

/// Runs work later, one piece at a time.
@FunctionalInterface
interface Timer {

  void after(Duration delay, Runnable work);
}
