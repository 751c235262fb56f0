package io.pullcheck.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A normalised image reference, by the grammar and the rules of distribution/reference 0.6
/// (`regexp.go`, `normalize.go`), which containerd and the kubelet use.
///
/// @param host the registry as named, with its port if it has one: `docker.io`, `localhost:5000`,
///   `[::1]:5000`
/// @param path the repository's path within it: `library/nginx`
/// @param tag the tag; `latest` where the reference has neither tag nor digest
/// @param digest `algorithm:hex`; decides where both stand
public record ImageReference(
    String host, String path, Optional<String> tag, Optional<String> digest) {

  /// The host of references that name none.
  public static final String DOCKER_HUB = KnownRegistry.DOCKER_HUB.host();

  private static final int LONGEST_PATH = 255;
  // Characters. The grammar limits no host, but a name that resolves has at most 253; a limit keeps
  // the matcher's work and its stack small whatever stands in a workload.
  private static final int LONGEST = 1024;

  private static final String NAME_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*+(?<!-))?";
  private static final Pattern HOST =
      Pattern.compile(
          "(?:" + NAME_PART + "(?:\\." + NAME_PART + ")*+|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");
  private static final String COMPONENT = "[a-z0-9]++(?:(?:__|[._]|-++)[a-z0-9]++)*+";
  private static final Pattern PATH = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}");
  private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

  public ImageReference {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(path, "path");
    if (tag.isEmpty() && digest.isEmpty()) {
      throw new IllegalArgumentException("a reference needs a tag or a digest");
    }
  }

  /// The reference that `written` stands for, or nothing if it cannot name an image.
  ///
  /// @param defaultRegistry the host for names without one; only [#DOCKER_HUB] adds `library/`
  public static Optional<ImageReference> parse(String written, String defaultRegistry) {
    if (written.length() > LONGEST || IDENTIFIER.matcher(written).matches()) {
      return Optional.empty();
    }
    int at = written.indexOf('@');
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(written.substring(at + 1));
    String named = at < 0 ? written : written.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    Optional<String> tag = tagged ? Optional.of(named.substring(colon + 1)) : Optional.empty();
    String name = tagged ? named.substring(0, colon) : named;
    if (tag.isEmpty() && digest.isEmpty()) {
      tag = Optional.of("latest");
    }
    return Optional.of(split(name, defaultRegistry, tag, digest)).filter(ImageReference::valid);
  }

  /// The text itself, or of one that is too long to be a reference the beginning with an ellipsis,
  /// which is still too long to be one.
  public static String shortened(String written) {
    return written.length() > LONGEST ? written.substring(0, LONGEST) + "…" : written;
  }

  // `splitDockerDomain` of normalize.go.
  private static ImageReference split(
      String name, String defaultRegistry, Optional<String> tag, Optional<String> digest) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasHost =
        first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || first.equals("localhost")
            || !first.toLowerCase(Locale.ROOT).equals(first);
    return hasHost
        ? of(first, name.substring(slash + 1), tag, digest)
        : of(defaultRegistry, name, tag, digest);
  }

  /// A reference in which Docker Hub has its current host name, and its official images stand under
  /// `library/`.
  static ImageReference of(
      String host, String path, Optional<String> tag, Optional<String> digest) {
    String normal = normalHost(host);
    boolean official = normal.equals(DOCKER_HUB) && path.indexOf('/') < 0;
    return new ImageReference(normal, official ? "library/" + path : path, tag, digest);
  }

  static String normalHost(String host) {
    return host.equals(KnownRegistry.LEGACY_DOCKER_HUB) ? DOCKER_HUB : host;
  }

  /// Can this stand for a registry: a host, with a port or without?
  public static boolean isRegistry(String host) {
    return host.length() <= LONGEST && (HOST.matcher(host).matches() || isPathAsHost(host));
  }

  // To the grammar, a name whose host has an underscore is a path alone, and counts as one. What a
  // node asks is the part before the first slash all the same, as it has a dot.
  private boolean valid() {
    return (HOST.matcher(host).matches()
            ? isPath(path)
            : isPathAsHost(host) && isPath(repository()))
        && tag.map(text -> TAG.matcher(text).matches()).orElse(true)
        && digest.map(text -> DIGEST.matcher(text).matches()).orElse(true);
  }

  private static boolean isPathAsHost(String host) {
    return host.indexOf('.') >= 0 && host.indexOf('/') < 0 && isPath(host);
  }

  static boolean isPath(String path) {
    return path.length() <= LONGEST_PATH && PATH.matcher(path).matches();
  }

  /// Host and path: what a pull secret's entry is matched with, and what one token serves.
  public String repository() {
    return host + "/" + path;
  }

  /// What the registry is asked for: the digest, else the tag.
  public String manifest() {
    return digest.or(() -> tag).orElseThrow();
  }

  /// Another manifest of the same repository.
  public ImageReference at(String otherDigest) {
    return new ImageReference(host, path, tag, Optional.of(otherDigest));
  }

  /// The whole reference, normalised: `docker.io/library/nginx:latest`.
  @Override
  public String toString() {
    return repository()
        + tag.map(text -> ":" + text).orElse("")
        + digest.map(text -> "@" + text).orElse("");
  }
}
