package io.pullcheck.web.status;

import io.pullcheck.rescue.Rescue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One image and its state, as `/api/v1/images` shows it. An image for which workloads get
/// different verdicts, because their credentials differ, has a row for each verdict.
///
/// @param key unique among the rows of a group; stays the same while the image's state, reason and
///   detail do
/// @param image as written
/// @param state the word of a [io.pullcheck.model.State], or [ImagesQuery#UNCHECKED]
/// @param reason the word of a [io.pullcheck.model.Reason]; nothing if the image is available
/// @param summary of the reason; completes the sentence "the image …"
/// @param advice what to do about the reason
/// @param rescues how the image can be had back, the easiest way first
/// @param detail more about the verdict, in our own words
/// @param registry the host that is asked; empty if the image's name is not valid
/// @param since when the state began
/// @param lastCheck the oldest of several
/// @param nextCheck the earliest of several; in the past if the check is due
/// @param workloads the containers that use the image, sorted, at most [#MOST_USES]
/// @param uses how many containers use it
/// @param dependents how many workloads use it
/// @param replicas how many pods these workloads want
/// @param running where an image that is not available still runs; only where pods are watched
/// @param moved what its pods run in place of what the tag names now; only where pods are watched
/// @param group in which group of the query it stands; nothing if the query asks for none
record ImageRow(
    String key,
    String image,
    String state,
    Optional<String> reason,
    Optional<String> summary,
    Optional<String> advice,
    List<Rescue> rescues,
    Optional<String> detail,
    String registry,
    Optional<Instant> since,
    Optional<Instant> lastCheck,
    Optional<Instant> nextCheck,
    List<Use> workloads,
    int uses,
    int dependents,
    int replicas,
    Optional<Running> running,
    Optional<Moved> moved,
    Optional<String> group) {

  static final int MOST_USES = 100;

  /// How many pods run the image now, and on how many nodes, in all namespaces.
  record Running(int pods, int nodes) {}

  /// A tag that was pushed again.
  ///
  /// @param pods how many run another digest
  /// @param running that digest, of one of them
  /// @param digest what the tag names now
  record Moved(int pods, String running, String digest) {}

  /// A container that uses the image.
  ///
  /// @param kind as in a manifest: `Deployment`
  /// @param path of the image's field in the object
  record Use(String namespace, String kind, String name, String container, String path) {}
}
