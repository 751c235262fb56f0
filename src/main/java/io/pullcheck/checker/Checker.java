package io.pullcheck.checker;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Urgency;
import io.pullcheck.verdict.Destination;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullListener;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.verdict.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the inventory's pulls again and again: a new one at once, and each one when its verdict
/// is too old. Safe for use by many threads.
public final class Checker implements PullListener {

  /// Runs work after a delay, one piece of work at a time.
  @FunctionalInterface
  interface Timer {
    void after(Duration delay, Runnable work);
  }

  private static final Logger log = LoggerFactory.getLogger(Checker.class);

  private enum Mode {
    STOPPED,
    PAUSED,
    RUNNING
  }

  private final Inventory inventory;
  private final Verdicts verdicts;
  private final Function<Pull, Destination> destinations;
  private final Schedule schedule;
  private final CheckQueue queue;
  private final Runnable onTick;
  private final InstantSource clock;
  private final Timer timer;
  private final AtomicBoolean dispatchIsDue = new AtomicBoolean();
  private volatile long ticked = System.nanoTime();
  // Why the last tick failed, else empty; only the timer's thread uses it.
  private String failure = "";
  private final AtomicReference<Mode> mode = new AtomicReference<>(Mode.PAUSED);

  /// Does nothing until [#start], and checks nothing until [#resume].
  ///
  /// @param destinations which registry a pull asks; must not block
  /// @param perHost how many checks of one registry host may be under way at a time: a little more
  ///   than the host's gate lets in, so that the gate always has work
  /// @param onTick called at the beginning of each check period, while checks are not paused
  /// @param executor with one thread; the caller shuts it down
  public Checker(
      Inventory inventory,
      Verdicts verdicts,
      Function<Pull, Destination> destinations,
      Schedule schedule,
      int perHost,
      Runnable onTick,
      InstantSource clock,
      ScheduledExecutorService executor) {
    this(
        inventory,
        verdicts,
        destinations,
        schedule,
        perHost,
        onTick,
        clock,
        (delay, work) -> {
          var _ = executor.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  Checker(
      Inventory inventory,
      Verdicts verdicts,
      Function<Pull, Destination> destinations,
      Schedule schedule,
      int perHost,
      Runnable onTick,
      InstantSource clock,
      Timer timer) {
    this.inventory = inventory;
    this.verdicts = verdicts;
    this.destinations = destinations;
    this.schedule = schedule;
    this.queue = new CheckQueue(perHost);
    this.onTick = onTick;
    this.clock = clock;
    this.timer = timer;
  }

  /// Begins to follow the inventory. To be called once.
  public void start() {
    start(NONE);
  }

  /// As [#start()].
  ///
  /// @param besides hears of the inventory's pulls, too, and before this does
  public void start(PullListener besides) {
    inventory.listen(PullListener.both(besides, this));
    timer.after(schedule.checkPeriod(), this::tick);
  }

  /// Begins to check, because this replica leads. A pull whose verdict was copied from another
  /// replica is left until it is due. Does nothing if checks are running already, or after [#stop].
  public void resume() {
    if (mode.compareAndSet(Mode.PAUSED, Mode.RUNNING)) {
      dispatchSoon();
    }
  }

  /// Begins no more checks until [#resume]. The verdicts of those under way are still recorded.
  public void pause() {
    mode.compareAndSet(Mode.RUNNING, Mode.PAUSED);
  }

  /// Ends for good. The verdicts of the checks under way are no longer recorded.
  public void stop() {
    mode.set(Mode.STOPPED);
  }

  @Override
  public void added(Pull pull) {
    queue.add(pull, destinations.apply(pull));
    dispatchSoon();
  }

  @Override
  public void gone(Pull pull) {
    queue.remove(pull);
  }

  /// With other credentials the verdict may be another: the pull is checked at once. While checks
  /// are paused, the leader does that; when they resume, only what it has not checked since is
  /// left.
  @Override
  public void credentialsChanged(Pull pull) {
    if (mode.get() == Mode.RUNNING) {
      expedite(pull);
    } else {
      queue.reconsider(pull);
    }
  }

  /// Checks the pull before all others of its registry, because somebody waits for it, and takes no
  /// verdict for it that is older than this call.
  ///
  /// @return false if this replica checks nothing now, or no workload uses the pull
  public boolean checkNow(Pull pull) {
    Instant now = clock.instant();
    if (mode.get() != Mode.RUNNING || !queue.demand(pull, now)) {
      return false;
    }
    if (inventory.status(pull).flatMap(PullStatus::due).isPresent()) {
      inventory.due(pull, now);
    }
    dispatchSoon();
    return true;
  }

  /// The time since the last check period began, or since the start.
  public Duration sinceTick() {
    return Duration.ofNanos(System.nanoTime() - ticked);
  }

  private void tick() {
    ticked = System.nanoTime();
    if (mode.get() == Mode.STOPPED) {
      return;
    }
    timer.after(schedule.checkPeriod(), this::tick);
    if (mode.get() == Mode.RUNNING) {
      guarded(
          () -> {
            onTick.run();
            queue.promoteDue(clock.instant());
          });
      dispatch();
    }
  }

  // Logged when it begins or changes, not at every tick.
  private void guarded(Runnable round) {
    String problem = "";
    try {
      round.run();
    } catch (RuntimeException e) {
      problem = e.toString();
      if (!problem.equals(failure)) {
        log.atError().setCause(e).log("checker failed unexpectedly; it goes on");
      }
    }
    failure = problem;
  }

  /// Begins checks, not in the caller's thread, which may hold the inventory's lock. Calls that
  /// come before the dispatch has begun share it.
  private void dispatchSoon() {
    if (mode.get() == Mode.RUNNING && dispatchIsDue.compareAndSet(false, true)) {
      timer.after(Duration.ZERO, this::dispatch);
    }
  }

  private void dispatch() {
    dispatchIsDue.set(false);
    if (mode.get() == Mode.RUNNING) {
      Instant now = clock.instant();
      queue.take().forEach(queued -> begin(queued, now));
    }
  }

  private void begin(QueuedPull queued, Instant now) {
    try {
      check(queued, now);
    } catch (RuntimeException e) {
      // The others that were taken must be checked all the same.
      checked(queued, null, e);
    }
  }

  private void check(QueuedPull queued, Instant now) {
    PullStatus status = inventory.status(queued.pull).orElse(PullStatus.UNCHECKED);
    Instant soon = now.plus(schedule.checkPeriod());
    if (!queued.unconditional
        && status.due().filter(soon::isBefore).isPresent()
        && isUpToDate(queued.pull, status)) {
      // Another replica has checked the pull while it was ready here.
      done(queued, status.due().get());
      return;
    }
    boolean awaited = status.last().isEmpty() || !queued.newerThan.equals(Instant.MIN);
    Urgency urgency = awaited ? Urgency.NEW : Urgency.RECHECK;
    var _ =
        verdicts
            .verdict(queued.pull, schedule.freshness(status, now, queued.newerThan), urgency)
            .whenComplete((checked, failure) -> checked(queued, checked, failure));
  }

  private boolean isUpToDate(Pull pull, PullStatus status) {
    Instant changed = inventory.credentialsChangedAt(pull.secrets().namespace());
    return status.last().filter(last -> last.at().isBefore(changed)).isEmpty();
  }

  private void checked(
      QueuedPull queued, @Nullable CheckedVerdict checked, @Nullable Throwable failure) {
    Instant due = clock.instant().plus(schedule.failedCheckInterval());
    try {
      if (checked == null) {
        log.atError()
            .setCause(failure)
            .addKeyValue("image", queued.pull.image())
            .log("check ended without a verdict");
      } else if (mode.get() != Mode.STOPPED) {
        due = record(queued, checked).orElse(due);
      }
    } finally {
      // Whatever has happened, or the host could have one check fewer under way for ever.
      done(queued, due);
    }
  }

  private Optional<Instant> record(QueuedPull queued, CheckedVerdict checked) {
    Optional<PullStatus> status = inventory.record(queued.pull, checked);
    if (status.isEmpty()) {
      return Optional.empty();
    }
    Instant due = schedule.next(status.get(), checked, queued.destination.repository());
    inventory.due(queued.pull, due);
    Duration wait = Duration.between(clock.instant(), due);
    if (status.get().firstDenialAt().isPresent() && wait.compareTo(schedule.checkPeriod()) < 0) {
      // The second look is due before the next tick.
      timer.after(wait.isNegative() ? Duration.ZERO : wait, () -> expedite(queued.pull));
    }
    return Optional.of(due);
  }

  private void expedite(Pull pull) {
    queue.expedite(pull);
    dispatchSoon();
  }

  private void done(QueuedPull queued, Instant due) {
    queue.done(queued, due);
    dispatchSoon();
  }
}
