package io.pullcheck.notification;

import java.util.List;

/// What a body that was posted turned out to be.
sealed interface Notification {

  /// Something was pushed or deleted.
  ///
  /// @param hints may be empty: it was a layer, or something else that is no image
  record Changes(Source source, List<Hint> hints) implements Notification {
    public Changes {
      hints = List.copyOf(hints);
    }
  }

  /// A notification of something that changes no image: a pull, a scan, a test.
  record Other(Source source) implements Notification {}

  /// No notification of a registry that is known.
  ///
  /// @param reason one line, with nothing of the body in it
  record Malformed(String reason) implements Notification {}
}
