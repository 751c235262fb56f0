package io.pullcheck.keep;

import java.util.List;

/// What is known of the images that a cluster needs.
public sealed interface Needed {

  /// Everything was listed.
  record Whole(KeepList list) implements Needed {}

  /// Something could not be listed. There is no list then: who cleans up by one that is too short
  /// destroys images.
  ///
  /// @param problems a line each
  record Incomplete(List<String> problems) implements Needed {
    public Incomplete {
      problems = List.copyOf(problems);
    }
  }
}
