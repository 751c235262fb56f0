package io.pullcheck.model;

/// Who waits for a check; at a registry's gate the urgent ones go first, but every other turn is a
/// recheck's if one waits.
public enum Urgency {
  /// Somebody waits (an admission review), or nothing is known of the image yet.
  URGENT,
  /// A verdict grows old and is to be renewed.
  RECHECK
}
