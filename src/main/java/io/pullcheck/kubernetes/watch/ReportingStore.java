package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.pullcheck.kubernetes.ApiObject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps of each object only what tells the new, the changed and the gone apart, its name and
/// resource version, and hands the object itself on in the moment that it comes. An informer's
/// event handlers would do so later, from a queue that is thrown away when the informer ends; what
/// is in the store has always been reported. Objects that come out of it have nothing else in them.
///
/// An object that the sink cannot read counts as one that is not there, until its next version.
final class ReportingStore implements ItemStore<ApiObject> {

  /// Where a resource's objects go. Calls come one at a time, and must not block.
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
  public @Nullable ApiObject put(String key, ApiObject object) {
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
  public @Nullable ApiObject remove(String key) {
    ApiObject before = get(key);
    if (before != null) {
      sink.remove(before.namespace(), before.name());
      versions.remove(key);
      unread.remove(key);
    }
    return before;
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
