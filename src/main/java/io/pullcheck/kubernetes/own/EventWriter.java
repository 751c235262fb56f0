package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.Resources;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.net.HttpURLConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes Events to the API server: a new one, or a higher count of one that is there. For use by
/// one thread.
final class EventWriter {

  private static final Logger log = LoggerFactory.getLogger(EventWriter.class);
  private static final int REMEMBERED = 4096;

  private final KubernetesClient client;
  // How often we wrote each Event, by its name.
  private final Map<String, Integer> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };
  // Why the last write failed, else empty.
  private String failure = "";

  EventWriter(KubernetesClient client) {
    this.client = client;
  }

  /// Does what writes, and logs it if that fails.
  void attempt(Runnable write) {
    try {
      write.run();
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

  /// Nothing if there is no such object any more. `kubectl describe` finds events by the object's
  /// uid.
  Optional<ObjectReference> reference(WorkloadId id) {
    WorkloadKind kind = id.kind();
    @Nullable GenericKubernetesResource object =
        client
            .genericKubernetesResources(Resources.of(kind))
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

  // The client knows the core group only as no group at all.
  void write(Event event) {
    String name = event.getMetadata().getNamespace() + "/" + event.getMetadata().getName();
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
    again(name, event, counts.getOrDefault(name, 1));
  }

  /// Writes an Event unless it is there already.
  void writeOnce(Event event) {
    try {
      client.v1().events().resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  private void again(String name, Event event, int count) {
    String patch =
        "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(count, event.getLastTimestamp());
    try {
      client.v1().events().resource(event).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // The API server forgets events after an hour.
      counts.put(name, 1);
      client.v1().events().resource(event).create();
    }
  }
}
