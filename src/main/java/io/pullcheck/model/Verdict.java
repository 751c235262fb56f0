package io.pullcheck.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// What one check of an image found: what a node would get if it pulled now.
public sealed interface Verdict {

  /// The manifest is there.
  ///
  /// @param digest of the manifest or index that the reference names, `sha256:…`, where the
  ///   registry said it
  record Available(Optional<String> digest) implements Verdict {
    public Available {
      Objects.requireNonNull(digest, "digest");
    }
  }

  /// The pull would fail.
  ///
  /// @param state one of the six that are not [State#AVAILABLE]
  /// @param reason from the fixed vocabulary
  /// @param detail our own words for logs and the status page (a host, a setting to change), never
  ///   text that came from a registry; may be empty
  /// @param recoverable an absent tag, with the digest of the manifest that it named before, if the
  ///   registry still has that: whoever tags it again has the image back
  record Unavailable(
      State state, Reason reason, String detail, Optional<ImageReference> recoverable)
      implements Verdict {
    public Unavailable {
      if (state == State.AVAILABLE) {
        throw new IllegalArgumentException("an unavailable verdict cannot be in state available");
      }
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
      if (recoverable.isPresent()
          && (state != State.ABSENT || recoverable.get().digest().isEmpty())) {
        throw new IllegalArgumentException("only what is absent can be recovered, by a digest");
      }
    }

    /// Of which nothing is known that could be tagged again.
    public Unavailable(State state, Reason reason, String detail) {
      this(state, reason, detail, Optional.empty());
    }

    public static Unavailable of(Reason reason) {
      return new Unavailable(reason.state(), reason, "");
    }

    /// Is this the registry's own definite word on the image, on which a namespace in deny mode may
    /// refuse? An image of another platform is there, and may be on a node that it suits.
    public boolean definite() {
      return (state == State.ABSENT && reason != Reason.WRONG_PLATFORM)
          || state == State.BAD_IMAGE_FORMAT;
    }

    /// The same, and the registry still has the manifest that the tag named.
    public Unavailable withRecoverable(ImageReference manifest) {
      return new Unavailable(state, reason, detail, Optional.of(manifest));
    }

    /// Could the registry not be asked? That says nothing about the image.
    public boolean unreachable() {
      return state == State.REGISTRY_UNAVAILABLE;
    }
  }

  /// Nothing was learned, and the last verdict stays in force: the registry asks us to slow down.
  ///
  /// @param retryAfter how long to leave the registry alone; positive
  record Inconclusive(Reason reason, Duration retryAfter) implements Verdict {
    public Inconclusive {
      Objects.requireNonNull(reason, "reason");
      if (!retryAfter.isPositive()) {
        throw new IllegalArgumentException("retryAfter must be positive: " + retryAfter);
      }
    }
  }
}
