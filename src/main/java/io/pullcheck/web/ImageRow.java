package io.pullcheck.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One image and what was found out about it, as `/api/v1/images` shows it. An image of which
/// different workloads get different verdicts (by their credentials) has a row for each.
///
/// @param key tells rows apart, and stays the same while the finding does
/// @param image as written
/// @param state a word of [io.pullcheck.image.State], or [ImagesQuery#UNCHECKED]
/// @param reason a word of [Reason]
/// @param summary completes "the image ..."
/// @param advice what to do about it
/// @param detail more about it, in our own words
/// @param registry host; empty if the image's name is not valid
/// @param since when the state began
/// @param lastCheck of several checks, the oldest
/// @param nextCheck of several, the first
/// @param workloads that use it, in order, at most [#MOST_USES]
/// @param uses how many there are
record ImageRow(
    String key,
    String image,
    String state,
    Optional<String> reason,
    Optional<String> summary,
    Optional<String> advice,
    Optional<String> detail,
    String registry,
    Optional<Instant> since,
    Optional<Instant> lastCheck,
    Optional<Instant> nextCheck,
    List<Use> workloads,
    int uses) {

  static final int MOST_USES = 100;

  /// A container that uses the image.
  ///
  /// @param kind as in a manifest
  /// @param path where in the object the image stands
  record Use(String namespace, String kind, String name, String container, String path) {}
}
