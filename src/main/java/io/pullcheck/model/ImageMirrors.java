package io.pullcheck.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `--image-mirror`: prefixes of normalised names, and what takes their place. The longest prefix
/// that ends at a path boundary counts.
public record ImageMirrors(List<Mirror> mirrors) {

  public static final ImageMirrors NONE = new ImageMirrors(List.of());

  /// One replacement.
  ///
  /// @param original what is replaced
  /// @param mirror what stands in its place
  public record Mirror(Prefix original, Prefix mirror) {

    /// Reads `original=mirror`; nothing if it is not of that form.
    public static Optional<Mirror> parse(String text) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        return Optional.empty();
      }
      return Prefix.parse(text.substring(0, equals))
          .flatMap(
              original ->
                  Prefix.parse(text.substring(equals + 1))
                      .map(mirror -> new Mirror(original, mirror)));
    }

    private Optional<ImageReference> apply(ImageReference reference) {
      return original
          .rest(reference)
          .map(mirror::path)
          .filter(path -> !path.isEmpty())
          .map(path -> ImageReference.of(mirror.host, path, reference.tag(), reference.digest()));
    }
  }

  /// A host, with or without a path: `docker.io`, `docker.io/library`.
  ///
  /// @param path empty: everything at the host
  public record Prefix(String host, String path) {

    static Optional<Prefix> parse(String text) {
      String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      int slash = trimmed.indexOf('/');
      String host = slash < 0 ? trimmed : trimmed.substring(0, slash);
      String path = slash < 0 ? "" : trimmed.substring(slash + 1);
      boolean valid = ImageReference.isRegistry(host) && (slash < 0 || ImageReference.isPath(path));
      return valid
          ? Optional.of(new Prefix(ImageReference.normalHost(host), path))
          : Optional.empty();
    }

    /// What is left of the reference's path below this prefix: empty if nothing is.
    private Optional<String> rest(ImageReference reference) {
      String below = path.isEmpty() ? "" : path + "/";
      if (!host.equals(reference.host()) || !(reference.path() + "/").startsWith(below)) {
        return Optional.empty();
      }
      return Optional.of(
          reference.path().substring(Math.min(below.length(), reference.path().length())));
    }

    private String path(String rest) {
      return path.isEmpty() || rest.isEmpty() ? path + rest : path + "/" + rest;
    }

    private int length() {
      return host.length() + path.length();
    }
  }

  public ImageMirrors {
    mirrors = List.copyOf(mirrors);
  }

  /// The reference that is really asked for; the same one if no prefix matches.
  public ImageReference apply(ImageReference reference) {
    return mirrors.stream()
        .sorted(Comparator.comparingInt((Mirror each) -> each.original.length()).reversed())
        .flatMap(each -> each.apply(reference).stream())
        .findFirst()
        .orElse(reference);
  }
}
