package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.pullcheck.kubernetes.ApiObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The store of an informer that keeps of each object only name and resource version: enough to
/// know which objects are new, changed or gone. It hands the object itself to the sink at once. An
/// informer's event handlers would get it later, from a queue that is lost when the informer ends;
/// whereas all that is in this store has been reported. Objects that it returns have nothing but
/// their metadata.
///
/// An object that the sink cannot read counts as one that is not there, until its next version.
final class ReportingStore implements ItemStore<ApiObject> {

  /// Receives the objects of a resource. Calls come one at a time, and must not block.
  interface Sink {
    void put(ApiObject object);

    void remove(String namespace, String name);

    static Sink of(Consumer<ApiObject> put, BiConsumer<String, String> remove) {
      return new Sink() {
        @Override
        public void put(ApiObject object) {
          put.accept(object);
        }

        @Override
        public void remove(String namespace, String name) {
          remove.accept(namespace, name);
        }
      };
    }
  }

  private final Map<String, String> versions = new ConcurrentHashMap<>();
  // Keys of the objects whose last version could not be read.
  private final Set<String> unread = ConcurrentHashMap.newKeySet();
  private final String kind;
  private final Sink sink;
  private final UnreadableObjects unreadable;
  private boolean withdrawn;

  /// @param kind of the objects
  ReportingStore(String kind, Sink sink, UnreadableObjects unreadable) {
    this.kind = kind;
    this.sink = sink;
    this.unreadable = unreadable;
  }

  @Override
  public String getKey(ApiObject object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public synchronized @Nullable ApiObject put(String key, ApiObject object) {
    if (withdrawn) {
      return null;
    }
    String version = object.getMetadata().getResourceVersion();
    String before = versions.get(key);
    if (!version.equals(before)) {
      report(key, object);
      versions.put(key, version);
    }
    return restore(key, before);
  }

  private void report(String key, ApiObject object) {
    try {
      sink.put(object);
      unread.remove(key);
    } catch (RuntimeException e) {
      unreadable.skipped(kind, object, !unread.add(key), e);
      sink.remove(object.namespace(), object.name());
    }
  }

  @Override
  public synchronized @Nullable ApiObject remove(String key) {
    ApiObject before = get(key);
    if (before != null) {
      sink.remove(before.namespace(), before.name());
      versions.remove(key);
      unread.remove(key);
    }
    return before;
  }

  /// Reports all objects as gone, and from now on none any more.
  synchronized void withdraw() {
    List.copyOf(versions.keySet()).forEach(this::remove);
    withdrawn = true;
  }

  /// Every object is reported once more when it is listed next.
  synchronized void forgetVersions() {
    versions.replaceAll((_, _) -> "");
  }

  @Override
  public @Nullable ApiObject get(String key) {
    return restore(key, versions.get(key));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<ApiObject> values() {
    return versions.entrySet().stream().map(entry -> existing(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return versions.size();
  }

  private @Nullable ApiObject restore(String key, @Nullable String version) {
    return version == null ? null : existing(key, version);
  }

  private ApiObject existing(String key, String version) {
    int slash = key.indexOf('/');
    ObjectMeta metadata = new ObjectMeta();
    metadata.setNamespace(slash < 0 ? null : key.substring(0, slash));
    metadata.setName(key.substring(slash + 1));
    metadata.setResourceVersion(version);
    return ApiObject.of(metadata);
  }
}
