package io.pullcheck.credentials.docker;

import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.KnownRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The credentials of one source, looked up as the kubelet does (`BasicDockerKeyring` in
/// pkg/credentialprovider/keyring.go, v1.36). All pull secrets of a workload are one source; all
/// credential provider plugins are another. Any thread may ask.
public final class DockerKeyring {

  static final DockerKeyring EMPTY = new DockerKeyring(List.of());

  private static final Pattern SCHEME = Pattern.compile("^https?://");
  private static final Pattern VERSION = Pattern.compile("^/v[12]/");

  private record Logins(Location location, List<Credential> credentials) {}

  // The kubelet tries keys in reverse lexicographic order, so that longer paths come first.
  private final NavigableMap<String, Logins> byKey = new TreeMap<>(Comparator.reverseOrder());

  /// @param configs their order is that of credentials with equal keys
  public DockerKeyring(Collection<DockerConfig> configs) {
    for (DockerConfig config : configs) {
      config.entries().forEach(this::add);
    }
  }

  private void add(DockerConfig.Entry entry) {
    key(entry.key())
        .ifPresent(
            location ->
                byKey
                    .computeIfAbsent(
                        location.toString(), _ -> new Logins(location, new ArrayList<>()))
                    .credentials
                    .add(entry.credential()));
  }

  /// The key without scheme and API version; nothing if it is not a URL, which the kubelet ignores.
  private static Optional<Location> key(String written) {
    return Location.parse(SCHEME.matcher(written).replaceFirst(""))
        .map(
            location -> {
              String path = VERSION.matcher(location.path()).replaceFirst("/");
              return location.withPath(path.equals("/") ? "" : path);
            });
  }

  /// The credentials whose key matches, in order; empty if none does.
  ///
  /// Only if none does, the credentials for `index.docker.io` are found for images of Docker Hub.
  /// The kubelet takes every host without dot and port for Docker Hub here (`localhost/app`);
  /// Pullcheck does not, so as not to send Docker Hub's password to such a host.
  ///
  /// @param repository host and path, normalised, without tag
  public List<Credential> lookup(String repository) {
    Optional<Location> target = Location.parse(repository);
    List<Credential> found =
        byKey.values().stream()
            .filter(logins -> target.filter(logins.location::matches).isPresent())
            .flatMap(logins -> logins.credentials.stream())
            .toList();
    boolean hub = target.map(Location::host).equals(Optional.of(ImageReference.DOCKER_HUB));
    Logins byDefault = byKey.get(KnownRegistry.LEGACY_DOCKER_HUB);
    return found.isEmpty() && hub && byDefault != null ? List.copyOf(byDefault.credentials) : found;
  }
}
