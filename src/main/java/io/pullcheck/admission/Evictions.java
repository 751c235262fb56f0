package io.pullcheck.admission;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides whether a pod may be evicted, as a drain of its node and the cluster autoscaler ask for
/// it. Safe for use by many threads.
@FunctionalInterface
public interface Evictions {

  /// Nothing is looked at.
  Evictions NONE = (_, _, _) -> new Outcome.Allowed();

  /// Whose eviction is asked for.
  ///
  /// @param dryRun whether the pod stays in the end
  record Request(String namespace, String pod, boolean dryRun) {

    // Names of pods and namespaces; they become part of a URL.
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    /// Nothing where these can be no pod's names.
    static Optional<Request> of(String namespace, String pod, boolean dryRun) {
      return NAME.matcher(namespace).matches() && NAME.matcher(pod).matches()
          ? Optional.of(new Request(namespace, pod, dryRun))
          : Optional.empty();
    }
  }

  /// What comes of it.
  sealed interface Outcome {

    /// What the metrics count it as, whatever its parts are; see [#WORDS].
    String word();

    /// Of all outcomes.
    List<String> WORDS = List.of("allowed", "warned", "held", "released", "unchecked");

    /// There is nothing to say: all images are there, or nothing is started elsewhere.
    record Allowed() implements Outcome {
      @Override
      public String word() {
        return "allowed";
      }
    }

    /// The pod or its images could not be looked at in time: the pod may go.
    record Unchecked() implements Outcome {
      @Override
      public String word() {
        return "unchecked";
      }
    }

    /// The pod may go, although images are gone.
    record Warned(List<Finding> gone) implements Outcome {
      public Warned {
        gone = List.copyOf(gone);
      }

      @Override
      public String word() {
        return "warned";
      }
    }

    /// The pod may not go now.
    ///
    /// @param left for how long at most
    record Held(List<Finding> gone, Duration left) implements Outcome {
      public Held {
        gone = List.copyOf(gone);
      }

      @Override
      public String word() {
        return "held";
      }
    }

    /// As [Held], but nobody asked in earnest.
    record WouldHold(List<Finding> gone, Duration left) implements Outcome {
      public WouldHold {
        gone = List.copyOf(gone);
      }

      @Override
      public String word() {
        return "warned";
      }
    }

    /// The pod was held for as long as that may be.
    record Released(List<Finding> gone) implements Outcome {
      public Released {
        gone = List.copyOf(gone);
      }

      @Override
      public String word() {
        return "released";
      }
    }
  }

  /// Decides about one request. May block, but not for longer than that.
  ///
  /// @param within the longest that the whole review may take
  /// @param began when the review began, by [System#nanoTime]
  Outcome decide(Request request, Duration within, long began);
}
