package io.pullcheck.admission;

/// The object that a review is about, as its user knows it.
///
/// @param kind as in a manifest: `CronJob`
/// @param name `web-*` of an object whose name the API server makes up: its user has not chosen it,
///   and it differs with each try
record Subject(String kind, String namespace, String name) {

  /// @param generatedFrom `metadata.generateName`, empty for an object that has a name of its own
  static Subject of(String kind, String namespace, String name, String generatedFrom) {
    return new Subject(kind, namespace, generatedFrom.isEmpty() ? name : generatedFrom + "*");
  }
}
