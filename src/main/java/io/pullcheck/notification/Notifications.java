package io.pullcheck.notification;

import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Pull;
import io.pullcheck.verdict.PullListener;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// Takes registries' notifications, and has the pulls checked that they concern. Safe for use by
/// many threads.
public final class Notifications {

  private final RepositoryIndex index;
  private final Demands demands;

  /// What came of a body.
  public sealed interface Outcome {

    Source source();

    /// Something was pushed or deleted.
    ///
    /// @param checks how many pulls in use it concerns, which are checked now or in a moment
    /// @param left how many more of them are only checked when they are due
    record Taken(Source source, int checks, int left) implements Outcome {

      /// What the metrics count it as.
      public Result result() {
        if (checks > 0) {
          return Result.CHECKED;
        }
        return left > 0 ? Result.LIMITED : Result.UNUSED;
      }
    }

    /// Nothing was pushed or deleted.
    record Ignored(Source source) implements Outcome {}

    /// No notification that is known.
    ///
    /// @param reason one line, with nothing of the body in it
    record Malformed(String reason) implements Outcome {
      @Override
      public Source source() {
        return Source.UNKNOWN;
      }
    }
  }

  /// How the metrics count what came of a request.
  public enum Result {
    /// At least one pull is checked because of it.
    CHECKED,
    /// There was too much at once: nothing is checked because of it.
    LIMITED,
    /// No workload uses what was pushed or deleted.
    UNUSED,
    /// Nothing was pushed or deleted.
    IGNORED,
    /// It could not be read.
    MALFORMED,
    /// It came without the token.
    REFUSED,
    /// It reached a replica that does not check, and was handed on to the leader, which counts it.
    HANDED_ON,
    /// It reached a replica that does not check while none did.
    NO_LEADER;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param references of an image as written: what it says, and what is asked in its place
  /// @param lastDigest what a pull's tag meant when it was last there, if that is known
  /// @param checkNow has a pull checked before others; false if nothing is checked now
  /// @param timer for checks that must wait a moment
  public Notifications(
      Function<String, List<ImageReference>> references,
      Function<Pull, Optional<String>> lastDigest,
      Predicate<Pull> checkNow,
      ScheduledExecutorService timer) {
    this(
        new RepositoryIndex(references, lastDigest),
        new Demands(checkNow, (delay, work) -> after(timer, delay, work), System::nanoTime));
  }

  Notifications(RepositoryIndex index, Demands demands) {
    this.index = index;
    this.demands = demands;
  }

  private static void after(ScheduledExecutorService timer, Duration delay, Runnable work) {
    var _ = timer.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Hears of the pulls that are in use.
  public PullListener pulls() {
    return index;
  }

  /// Takes one body. Does not block.
  public Outcome take(byte[] body) {
    return switch (NotificationParser.parse(body)) {
      case Notification.Malformed malformed -> new Outcome.Malformed(malformed.reason());
      case Notification.Other other -> new Outcome.Ignored(other.source());
      case Notification.Changes changes -> taken(changes);
    };
  }

  private Outcome taken(Notification.Changes changes) {
    Set<Pull> concerned = new LinkedHashSet<>();
    changes.hints().forEach(hint -> concerned.addAll(index.concerned(hint)));
    int checks = (int) concerned.stream().filter(demands::demand).count();
    return new Outcome.Taken(changes.source(), checks, concerned.size() - checks);
  }
}
