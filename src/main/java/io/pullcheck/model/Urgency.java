package io.pullcheck.model;

/// Who waits for a check. At a registry's gate a review waits for one turn at most before its own;
/// of the turns that are left every other is a recheck's.
public enum Urgency {
  /// An admission review waits, and its deadline is near.
  REVIEW,
  /// Nothing is known of the image yet.
  NEW,
  /// A verdict grows old and is to be renewed.
  RECHECK
}
