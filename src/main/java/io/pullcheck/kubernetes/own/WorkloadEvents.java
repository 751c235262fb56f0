package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.model.PrintableText;
import io.pullcheck.model.Verdict;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes an Event on a workload when one of its images becomes unavailable and when it is back,
/// for `kubectl describe`.
///
/// There is one Event object a workload, image and kind of change; when the same happens again its
/// count grows. They are written one after the other by one thread, and more than fit into its
/// queue are dropped: a registry that is down for thousands of workloads must not become a storm of
/// writes to the API server.
public final class WorkloadEvents implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkloadEvents.class);
  private static final int WAITING = 256;
  private static final int REMEMBERED = 4096;
  private static final int LONGEST_NAME = 200;
  // The API server refuses an Event whose message has more than 1024 bytes.
  private static final int LONGEST_IMAGE = 600;
  private static final int LONGEST_CONTAINER = 100;
  private static final int LONGEST_REASON = 280;

  private final KubernetesClient client;
  private final InstantSource clock;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofVirtual().name("events").factory());
  // How often we wrote each Event, by its name; only the writer's thread uses it.
  private final Map<String, Integer> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };
  // Why the last write failed, else empty; only the writer's thread uses it.
  private String failure = "";

  /// What happened to one image of one workload.
  ///
  /// @param verdict what holds from now on
  public record Change(WorkloadId workload, String container, String image, Verdict verdict) {}

  public WorkloadEvents(KubernetesClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /// Hands the change over and returns at once.
  public void happened(Change change) {
    try {
      writer.execute(() -> write(change));
    } catch (RejectedExecutionException e) {
      log.atDebug().addKeyValue("image", change.image()).log("too many events, dropped one");
    }
  }

  private void write(Change change) {
    try {
      Optional<ObjectReference> workload = reference(change.workload());
      workload.ifPresent(reference -> write(event(change, reference, clock.instant())));
      failure = "";
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  // Logged when it begins or changes, not for every event.
  private void failed(RuntimeException e) {
    boolean forbidden = ApiFailure.of(e) == ApiFailure.FORBIDDEN;
    String problem = forbidden ? "forbidden" : ApiFailure.describe(e);
    if (problem.equals(failure)) {
      return;
    }
    failure = problem;
    if (forbidden) {
      log.atWarn().log("the right to write events is missing; --events=false does without");
    } else {
      log.atWarn().addKeyValue("cause", problem).log("cannot write an event");
    }
  }

  // `kubectl describe` finds events by the object's uid.
  private Optional<ObjectReference> reference(WorkloadId id) {
    WorkloadKind kind = id.kind();
    @Nullable GenericKubernetesResource object =
        client
            .genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                    .withGroup(kind.group())
                    .withVersion(kind.version())
                    .withKind(kind.kind())
                    .withPlural(kind.plural())
                    .withNamespaced(true)
                    .build())
            .inNamespace(id.namespace())
            .withName(id.name())
            .get();
    return Optional.ofNullable(object)
        .map(
            found ->
                new ObjectReferenceBuilder()
                    .withApiVersion(kind.apiVersion())
                    .withKind(kind.kind())
                    .withNamespace(id.namespace())
                    .withName(id.name())
                    .withUid(found.getMetadata().getUid())
                    .build());
  }

  static Event event(Change change, ObjectReference workload, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    boolean available = change.verdict() instanceof Verdict.Available;
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(change, workload.getUid()))
        .withNamespace(change.workload().namespace())
        .endMetadata()
        .withInvolvedObject(workload)
        .withType(available ? "Normal" : "Warning")
        .withReason(available ? "ImageAvailable" : "ImageUnavailable")
        .withMessage(message(change))
        .withNewSource()
        .withComponent("pullcheck")
        .endSource()
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .build();
  }

  // Equal changes of the same object get the same name, whichever replica writes them.
  private static String name(Change change, String uid) {
    String identity = uid + '\n' + change.container() + '\n' + message(change);
    long hash =
        UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    String workload = change.workload().name();
    String prefix =
        workload.length() <= LONGEST_NAME ? workload : workload.substring(0, LONGEST_NAME);
    return prefix + "." + Long.toHexString(hash);
  }

  private static String message(Change change) {
    String what =
        switch (change.verdict()) {
          case Verdict.Available _ -> "is available";
          case Verdict.Unavailable unavailable -> unavailable.reason().summary();
          case Verdict.Inconclusive kept -> kept.reason().summary();
        };
    return "Image "
        + PrintableText.of(change.image(), LONGEST_IMAGE)
        + " of container "
        + PrintableText.of(change.container(), LONGEST_CONTAINER)
        + " "
        + PrintableText.of(what, LONGEST_REASON);
  }

  private void write(Event event) {
    String name = event.getMetadata().getName();
    @Nullable Integer known = counts.get(name);
    counts.put(name, known == null ? 1 : known + 1);
    if (known == null) {
      try {
        client.v1().events().resource(event).create();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          counts.remove(name);
          throw e;
        }
        counts.put(name, 2);
      }
    }
    again(event, counts.getOrDefault(name, 1));
  }

  private void again(Event event, int count) {
    String patch =
        "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(count, event.getLastTimestamp());
    try {
      client.v1().events().resource(event).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // The API server forgets events after an hour.
      counts.put(event.getMetadata().getName(), 1);
      client.v1().events().resource(event).create();
    }
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
