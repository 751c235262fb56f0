package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.pullcheck.kubernetes.ApiFailure;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides by a Lease which of several replicas leads.
///
/// Whether we lead is a question of the monotonic clock, not of a thread that might be stuck:
/// [#leads] is false from the moment on that the last renewal is older than the deadline, which is
/// earlier than anybody else may take the lease.
public final class LeaderElection implements AutoCloseable {

  /// The annotation with the address (`host:port`) of the leader's TLS endpoint, for the replicas
  /// that copy its verdicts.
  static final String ADDRESS = "pullcheck.io/address";

  private static final Logger log = LoggerFactory.getLogger(LeaderElection.class);

  private final KubernetesClient client;
  private final Resource<Lease> lease;
  private final Identity identity;
  private final Timing timing;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<State> state;
  // Why the last step failed, else empty; only the election's thread uses it.
  private String failure = "";

  /// Who we are.
  ///
  /// @param holder unique among the replicas: the pod's name
  public record Identity(String namespace, String lease, String holder) {}

  /// How long a lease holds, by when the holder must have renewed it, and how often everybody
  /// looks.
  public record Timing(Duration lease, Duration renewDeadline, Duration retry) {

    /// A leader that dies is followed within 12 seconds.
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(10), Duration.ofSeconds(7), Duration.ofSeconds(2));
  }

  /// What we last read of the Lease, and when, in nanoseconds of the monotonic clock.
  ///
  /// @param renewed when we last wrote the lease as its holder; empty: we are not
  private record State(
      String version, long seen, Optional<Long> renewed, Optional<String> leaderAddress) {}

  public LeaderElection(
      KubernetesClient client,
      Identity identity,
      Timing timing,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.client = client;
    this.lease = client.leases().inNamespace(identity.namespace()).withName(identity.lease());
    this.identity = identity;
    this.timing = timing;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.state =
        new AtomicReference<>(
            new State("", nanoTime.getAsLong(), Optional.empty(), Optional.empty()));
  }

  /// Begins to look at the lease, in a thread of its own.
  ///
  /// @param address `host:port` of our TLS endpoint, for the annotation
  public void start(String address) {
    Thread.ofVirtual().name("leader-election").start(() -> run(address));
  }

  /// Whether we lead at this moment. Never again after [#close].
  public boolean leads() {
    return closed.getCount() > 0 && holdsLease();
  }

  /// Whether we lead, or led until we lost touch with the API server and have heard of no other
  /// leader since. Never again after [#close].
  public boolean ledLast() {
    return closed.getCount() > 0 && state.get().renewed().isPresent();
  }

  private boolean holdsLease() {
    return state
        .get()
        .renewed()
        .filter(at -> elapsed(at).compareTo(timing.renewDeadline) < 0)
        .isPresent();
  }

  /// The leader's TLS endpoint; empty if there is no leader or it is ourselves.
  public Optional<String> leaderAddress() {
    return leads() ? Optional.empty() : state.get().leaderAddress();
  }

  private void run(String address) {
    boolean led = false;
    do {
      step(address);
      if (led != leads()) {
        led = !led;
        log.atInfo()
            .addKeyValue("lease", identity.lease())
            .log(led ? "leading" : "no longer leading");
      }
    } while (!closedWithin(timing.retry));
  }

  private boolean closedWithin(Duration time) {
    try {
      return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Looks at the lease once and takes or renews it if it may be ours.
  private synchronized void step(String address) {
    if (closed.getCount() == 0) {
      return;
    }
    try {
      long before = nanoTime.getAsLong();
      @Nullable Lease current = lease.get();
      if (current == null) {
        renewed(
            before,
            client
                .resource(ours(new LeaseBuilder().withNewSpec().endSpec().build(), address))
                .create());
      } else if (mayBeOurs(current)) {
        renewed(before, client.resource(ours(current, address)).lockResourceVersion().update());
      } else {
        seen(current);
      }
      ended();
    } catch (RuntimeException e) {
      // The next step may succeed, whatever it was: an election that ends has no leader for good.
      failed(e);
    }
  }

  // Logged when it begins or changes, not at every step.
  private void failed(RuntimeException e) {
    String problem = ApiFailure.describe(e);
    boolean lostRace =
        e instanceof KubernetesClientException answer
            && answer.getCode() == HttpURLConnection.HTTP_CONFLICT;
    if (!lostRace && !problem.equals(failure)) {
      failure = problem;
      log.atWarn()
          .addKeyValue("lease", identity.lease())
          .addKeyValue("cause", problem)
          .log("cannot read or write the lease; trying again until it is possible");
    }
  }

  private void ended() {
    if (!failure.isEmpty()) {
      failure = "";
      log.atInfo().addKeyValue("lease", identity.lease()).log("the lease can be used again");
    }
  }

  private boolean mayBeOurs(Lease current) {
    @Nullable String holder = holder(current);
    if (holder == null || holder.isEmpty() || holder.equals(identity.holder())) {
      return true;
    }
    State last = state.get();
    // The clocks of other replicas may be wrong: what counts is how long we have seen no renewal.
    return last.version().equals(version(current))
        && elapsed(last.seen()).compareTo(timing.lease) > 0;
  }

  private Lease ours(Lease current, String address) {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    @Nullable LeaseSpec spec = current.getSpec();
    boolean taken = !identity.holder().equals(holder(current));
    @Nullable Integer transitions = spec == null ? null : spec.getLeaseTransitions();
    return new LeaseBuilder(current)
        .editOrNewMetadata()
        .withName(identity.lease())
        .withNamespace(identity.namespace())
        .addToAnnotations(ADDRESS, address)
        .endMetadata()
        .editOrNewSpec()
        .withHolderIdentity(identity.holder())
        .withLeaseDurationSeconds((int) timing.lease.toSeconds())
        .withRenewTime(now)
        .withAcquireTime(taken || spec == null ? now : spec.getAcquireTime())
        .withLeaseTransitions((transitions == null ? 0 : transitions) + (taken ? 1 : 0))
        .endSpec()
        .build();
  }

  // The API allows a lease without a spec.
  private static @Nullable String holder(Lease lease) {
    return lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
  }

  private void renewed(long before, Lease written) {
    state.set(new State(version(written), before, Optional.of(before), Optional.empty()));
  }

  private void seen(Lease current) {
    State last = state.get();
    boolean changed = !last.version().equals(version(current));
    Optional<String> address =
        Optional.ofNullable(current.getMetadata().getAnnotations()).map(all -> all.get(ADDRESS));
    state.set(
        new State(
            version(current),
            changed ? nanoTime.getAsLong() : last.seen(),
            Optional.empty(),
            address));
  }

  private static String version(Lease lease) {
    return lease.getMetadata().getResourceVersion();
  }

  private Duration elapsed(long since) {
    return Duration.ofNanos(nanoTime.getAsLong() - since);
  }

  /// Gives the lease back, so that another replica may lead at once.
  @Override
  public void close() {
    closed.countDown();
    release();
  }

  // Waits for a step that is under way, which would otherwise take the lease again.
  private synchronized void release() {
    boolean led = holdsLease();
    State last = state.get();
    state.set(new State(last.version(), last.seen(), Optional.empty(), Optional.empty()));
    if (!led) {
      return;
    }
    try {
      @Nullable Lease current = lease.get();
      if (current != null && identity.holder().equals(holder(current))) {
        Lease released =
            new LeaseBuilder(current).editSpec().withHolderIdentity("").endSpec().build();
        client.resource(released).lockResourceVersion().update();
      }
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("cause", ApiFailure.describe(e)).log("cannot release the lease");
    }
  }
}
