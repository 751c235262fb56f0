package io.pullcheck.log;

import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Writes one line for each image whose state changes, whoever uses it: image, state, reason,
/// registry, how many workloads and the first three. When more than [Burst#LINES] change within a
/// minute, one line sums up the rest. Hears of changes from any thread; [#write] is for one.
public final class ImageLog implements Inventory.ChangeListener {

  private static final Logger log = LoggerFactory.getLogger(ImageLog.class);
  private static final int NAMED = 3;

  private final Burst burst = new Burst();
  private final Map<String, Integer> rest = new TreeMap<>();
  // What has changed since the last write; guarded by this.
  private Map<Change, Users> waiting = new LinkedHashMap<>();

  private record Change(String image, State state, Optional<Reason> reason) {}

  private static final class Users {
    private final List<WorkloadId> first = new ArrayList<>(NAMED);
    private int count;

    private void add(WorkloadId user) {
      // A workload may use an image more than once; its containers come one after the other.
      if (!first.isEmpty() && first.getLast().equals(user)) {
        return;
      }
      count++;
      if (first.size() < NAMED) {
        first.add(user);
      }
    }

    private String names() {
      return first.stream()
          .map(user -> user.namespace() + "/" + user.kind().word() + "/" + user.name())
          .collect(Collectors.joining(", "));
    }
  }

  @Override
  public synchronized void changed(Workload workload, ContainerImage image, Verdict now) {
    Change change =
        switch (now) {
          case Verdict.Unavailable is ->
              new Change(image.image(), is.state(), Optional.of(is.reason()));
          case Verdict.Available _ -> new Change(image.image(), State.AVAILABLE, Optional.empty());
          case Verdict.Inconclusive _ ->
              throw new IllegalArgumentException("an inconclusive verdict changes no state");
        };
    waiting.computeIfAbsent(change, _ -> new Users()).add(workload.id());
  }

  /// Writes what has changed since the last call. To be called about every second: the workloads of
  /// an image that change together are told together.
  ///
  /// @param registry the host that is asked about an image as written
  public void write(Instant now, UnaryOperator<String> registry) {
    int more = burst.ended(now);
    if (more > 0) {
      log.atInfo()
          .addKeyValue("images", more)
          .addKeyValue("states", states())
          .log("more images changed their state within the last minute");
    }
    take()
        .forEach(
            (change, users) -> {
              if (burst.admits()) {
                write(change, users, registry.apply(change.image()));
              } else {
                rest.merge(change.state().word(), 1, Integer::sum);
              }
            });
  }

  private String states() {
    String states =
        rest.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    rest.clear();
    return states;
  }

  private synchronized Map<Change, Users> take() {
    Map<Change, Users> taken = waiting;
    waiting = new LinkedHashMap<>();
    return taken;
  }

  private static void write(Change change, Users users, String registry) {
    LoggingEventBuilder line =
        log.atInfo()
            .addKeyValue("image", change.image())
            .addKeyValue("state", change.state().word());
    if (change.reason().isPresent()) {
      line = line.addKeyValue("reason", change.reason().get().word());
    }
    line.addKeyValue("registry", registry)
        .addKeyValue("workloads", users.count)
        .addKeyValue("first", users.names())
        .log(
            change
                .reason()
                .map(reason -> "image " + reason.summary())
                .orElse("image can be pulled again"));
  }
}
