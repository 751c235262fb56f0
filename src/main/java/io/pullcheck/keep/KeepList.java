package io.pullcheck.keep;

import io.pullcheck.model.ImageReference;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Images that must stay in their registries, each once, sorted.
///
/// @param images by name, with all digests that are known of it; none if nobody knows one
public record KeepList(NavigableMap<Name, NavigableSet<String>> images) {

  /// What a workload names.
  ///
  /// @param repository with its registry: `docker.io/library/nginx`
  /// @param tag empty if it is named by a digest alone
  public record Name(String repository, String tag) implements Comparable<Name> {

    @Override
    public int compareTo(Name other) {
      int order = repository.compareTo(other.repository);
      return order == 0 ? tag.compareTo(other.tag) : order;
    }
  }

  public KeepList {
    NavigableMap<Name, NavigableSet<String>> copy = new TreeMap<>();
    images.forEach((name, digests) -> copy.put(name, new TreeSet<>(digests)));
    images = copy;
  }

  public boolean isEmpty() {
    return images.isEmpty();
  }

  /// What of it is in a repository, or below a path of a registry; all for the empty text.
  ///
  /// @param prefix `registry.example.com/shop`, which `registry.example.com/shopping` is not below
  public KeepList in(String prefix) {
    NavigableMap<Name, NavigableSet<String>> some = new TreeMap<>(images);
    some.keySet()
        .removeIf(
            name ->
                !prefix.isEmpty()
                    && !name.repository.equals(prefix)
                    && !name.repository.startsWith(prefix.endsWith("/") ? prefix : prefix + "/"));
    return new KeepList(some);
  }

  /// Collects a list. For one thread.
  public static final class Builder {

    private final String defaultRegistry;
    private final NavigableMap<Name, NavigableSet<String>> images = new TreeMap<>();

    /// @param defaultRegistry of names that have none
    public Builder(String defaultRegistry) {
      this.defaultRegistry = defaultRegistry;
    }

    /// Takes in an image as a workload has it. A name that is not valid can be in no registry, and
    /// is passed over.
    ///
    /// @param digest that it is known to have
    public void add(String written, Optional<String> digest) {
      name(written).ifPresent(name -> digests(name).addAll(digest.stream().toList()));
      ImageReference.parse(written, defaultRegistry)
          .flatMap(ImageReference::digest)
          .ifPresent(named -> name(written).ifPresent(name -> digests(name).add(named)));
    }

    /// Takes in a digest of images that are in the list already; does nothing for others.
    public void addDigests(Map<String, Set<String>> known) {
      known.forEach(
          (written, digests) ->
              name(written)
                  .filter(images::containsKey)
                  .ifPresent(name -> digests(name).addAll(digests)));
    }

    private NavigableSet<String> digests(Name name) {
      return images.computeIfAbsent(name, _ -> new TreeSet<>());
    }

    private Optional<Name> name(String written) {
      return ImageReference.parse(written, defaultRegistry)
          .map(
              reference ->
                  new Name(reference.host() + "/" + reference.path(), reference.tag().orElse("")));
    }

    public KeepList build() {
      return new KeepList(images);
    }
  }
}
