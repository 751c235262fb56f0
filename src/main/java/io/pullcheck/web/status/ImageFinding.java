package io.pullcheck.web.status;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.Drift;
import io.pullcheck.rescue.Rescue;
import io.pullcheck.rescue.Rescues;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One image in one state, and the containers that use it. Immutable once all of them were added.
final class ImageFinding {

  /// What distinguishes one finding from another.
  record Key(String image, Optional<State> state, Optional<Reason> reason, String detail) {

    static Key of(String image, PullStatus status) {
      String detail =
          status.last().map(CheckedVerdict::verdict).orElse(null)
                  instanceof Verdict.Unavailable unavailable
              ? unavailable.detail()
              : "";
      return new Key(image, status.state(), status.reason(), detail);
    }

    String stateWord() {
      return state.map(State::word).orElse(ImagesQuery.UNCHECKED);
    }
  }

  private record User(Workload workload, ContainerImage image, PullStatus status) {

    ImageRow.Use use() {
      WorkloadId id = workload.id();
      return new ImageRow.Use(
          id.namespace(), id.kind().kind(), id.name(), image.container(), image.path());
    }
  }

  private static final Comparator<User> USERS =
      Comparator.<User, WorkloadId>comparing(user -> user.workload().id())
          .thenComparing(user -> user.image().container());

  private final Key key;
  private final String registry;
  private final Rescues rescues;
  private final List<User> users = new ArrayList<>(1);
  private int dependents;
  private int replicas;
  private Optional<Instant> since = Optional.empty();
  private Optional<Instant> lastCheck = Optional.empty();
  private Optional<Instant> nextCheck = Optional.empty();

  ImageFinding(Key key, String registry, Rescues rescues) {
    this.key = key;
    this.registry = registry;
    this.rescues = rescues;
  }

  /// The containers of one workload must be added one after the other.
  void add(Workload workload, ContainerImage image, PullStatus status) {
    add(new User(workload, image, status));
  }

  private void add(User user) {
    since = earlier(since, user.status().since());
    lastCheck = earlier(lastCheck, user.status().last().map(CheckedVerdict::at));
    nextCheck = earlier(nextCheck, user.status().due());
    if (users.isEmpty() || !users.getLast().workload().id().equals(user.workload().id())) {
      dependents++;
      replicas += user.workload().replicas();
    }
    users.add(user);
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && (other.isEmpty() || one.get().isBefore(other.get())) ? one : other;
  }

  Key key() {
    return key;
  }

  String registry() {
    return registry;
  }

  int dependents() {
    return dependents;
  }

  /// How many pods the workloads want that use it.
  int replicas() {
    return replicas;
  }

  Optional<Instant> since() {
    return since;
  }

  Optional<Instant> lastCheck() {
    return lastCheck;
  }

  Optional<Instant> nextCheck() {
    return nextCheck;
  }

  /// Whether it is known that the image is not available.
  boolean isUnavailable() {
    return key.state().isPresent() && key.state().get() != State.AVAILABLE;
  }

  /// The same with a part of its users each, by what `by` says of them.
  Map<String, ImageFinding> split(Function<WorkloadId, String> by) {
    Map<String, ImageFinding> parts = new LinkedHashMap<>();
    for (User user : users) {
      parts
          .computeIfAbsent(
              by.apply(user.workload().id()), _ -> new ImageFinding(key, registry, rescues))
          .add(user);
    }
    return parts;
  }

  /// The same with its users in one namespace alone; nothing if it has none there.
  Optional<ImageFinding> usedIn(String namespace) {
    ImageFinding part = new ImageFinding(key, registry, rescues);
    users.stream()
        .filter(user -> user.workload().id().namespace().equals(namespace))
        .forEach(part::add);
    return Optional.of(part).filter(any -> !any.users.isEmpty());
  }

  boolean mentions(String lowerCase) {
    return names(lowerCase)
        || users.stream()
            .map(user -> user.workload().id())
            .anyMatch(id -> contains(id.namespace(), lowerCase) || contains(id.name(), lowerCase));
  }

  /// Whether its image, as written, contains the text in any case.
  boolean names(String lowerCase) {
    return contains(key.image(), lowerCase);
  }

  private static boolean contains(String text, String lowerCase) {
    return text.toLowerCase(Locale.ROOT).contains(lowerCase);
  }

  ImageRow row(Optional<String> group) {
    return new ImageRow(
        String.join(
            " ",
            key.stateWord(),
            key.reason().map(Reason::word).orElse("-"),
            key.image(),
            key.detail()),
        key.image(),
        key.stateWord(),
        key.reason().map(Reason::word),
        key.reason().map(Reason::summary),
        key.reason().map(Reason::advice),
        ways(),
        Optional.of(key.detail()).filter(detail -> !detail.isEmpty()),
        registry,
        since,
        lastCheck,
        nextCheck,
        users.stream().sorted(USERS).limit(ImageRow.MOST_USES).map(User::use).toList(),
        users.size(),
        dependents,
        replicas,
        running(),
        drift(),
        group);
  }

  // Workloads with other credentials may know of another manifest, or of none.
  private List<Rescue> ways() {
    return users.stream()
        .flatMap(user -> user.status().last().stream())
        .map(CheckedVerdict::verdict)
        // Thousands of workloads have one verdict, and each look costs as much as the image has
        // pods.
        .distinct()
        .map(verdict -> rescues.of(key.image(), verdict))
        .max(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  private Optional<ImageRow.Running> running() {
    return Optional.of(rescues.pods())
        .filter(pods -> pods.watched() && isUnavailable())
        .map(pods -> pods.spread(key.image()))
        .map(spread -> new ImageRow.Running(spread.pods(), spread.nodes().size()));
  }

  private Optional<ImageRow.Moved> drift() {
    if (!rescues.pods().watched()) {
      return Optional.empty();
    }
    return users.stream()
        .limit(ImageRow.MOST_USES)
        .flatMap(
            user ->
                Drift.of(user.workload(), user.image(), user.status().last(), rescues.pods())
                    .stream())
        .map(drift -> new ImageRow.Moved(drift.pods(), drift.running(), drift.digest()))
        .reduce(
            (one, other) ->
                new ImageRow.Moved(one.pods() + other.pods(), one.running(), one.digest()));
  }
}
