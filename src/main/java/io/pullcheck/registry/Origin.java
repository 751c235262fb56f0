package io.pullcheck.registry;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.Mirror;
import io.pullcheck.model.HostName;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.registry.http.Proxies;
import io.pullcheck.registry.http.Requests;
import java.net.URI;

/// What serves a repository: the registry itself, or a mirror of it.
///
/// @param host as it stands in references or in the configuration
/// @param base the URL up to and with the repository:
///   `https://registry-1.docker.io/v2/library/nginx`
/// @param repository its path
/// @param query with its question mark; may be empty
record Origin(String host, String base, String repository, String query, HostSettings settings) {

  /// The registry that a reference names.
  static Origin of(ImageReference reference, String scheme, HostSettings settings) {
    String host = reference.host();
    String api = KnownRegistry.apiHost(host);
    return new Origin(
        host, scheme + "://" + api + "/v2/" + reference.path(), reference.path(), "", settings);
  }

  /// A mirror, as containerd asks one (its `hosts.toml` documentation).
  ///
  /// @param own the settings of the mirror's host
  static Origin mirror(Mirror mirror, ImageReference reference, String scheme, HostSettings own) {
    return new Origin(
        mirror.host(),
        scheme + "://" + mirror.host() + mirror.root() + "/" + reference.path(),
        reference.path(),
        "?ns=" + reference.host(),
        own);
  }

  boolean isMirror() {
    return !query.isEmpty();
  }

  /// Is it plain HTTP because the user has said so, or because it is local?
  boolean plainHttp() {
    return settings.plainHttp() || isLocal(host);
  }

  /// May it be sent credentials?
  boolean mayHaveLogins() {
    return base.startsWith("https:") || plainHttp();
  }

  /// Is it this host itself? As in containerd's resolver, such a registry may speak plain HTTP.
  static boolean isLocal(String host) {
    String name = HostName.withoutPort(host);
    return name.equals("localhost")
        || Proxies.literal(name).filter(address -> address.isLoopbackAddress()).isPresent();
  }

  /// Does the URL lead to the same scheme, host and port?
  boolean serves(URI uri) {
    // Most are made from the base, which reaches into the path: that is told without parsing.
    return uri.toString().startsWith(base) || Requests.sameOrigin(URI.create(base), uri);
  }

  /// The base URL of a registry, by which it says that it is one.
  URI root() {
    return URI.create(base).resolve("/v2/");
  }

  URI manifest(String tagOrDigest) {
    return URI.create(base + "/manifests/" + tagOrDigest + query);
  }

  URI blob(String digest) {
    return URI.create(base + "/blobs/" + digest + query);
  }
}
