package io.pullcheck.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `--image-mirror`: prefixes of normalised names, and what takes their place. The longest prefix
/// that ends at a path boundary counts.
public record ImageMirrors(List<Mirror> mirrors) {

  public static final ImageMirrors NONE = new ImageMirrors(List.of());

  /// One replacement.
  ///
  /// @param original a host with or without a path: `docker.io`, `docker.io/library`
  /// @param mirror what stands in its place, likewise
  public record Mirror(String original, String mirror) {

    /// Reads `original=mirror`; nothing if it is not of that form.
    public static Optional<Mirror> parse(String text) {
      int equals = text.indexOf('=');
      String original = equals < 0 ? "" : trimmed(text.substring(0, equals));
      String mirror = equals < 0 ? "" : trimmed(text.substring(equals + 1));
      boolean valid = !original.isEmpty() && ImageReference.isPrefix(mirror);
      return valid ? Optional.of(new Mirror(original, mirror)) : Optional.empty();
    }

    private static String trimmed(String prefix) {
      return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private boolean matches(String repository) {
      return repository.startsWith(original)
          && (repository.length() == original.length()
              || repository.charAt(original.length()) == '/');
    }
  }

  public ImageMirrors {
    mirrors = List.copyOf(mirrors);
  }

  /// The reference that is really asked for; the same one if no prefix matches.
  public ImageReference apply(ImageReference reference) {
    return mirrors.stream()
        .filter(each -> each.matches(reference.repository()))
        .max(Comparator.comparingInt(each -> each.original.length()))
        .map(each -> replaced(reference, each))
        .orElse(reference);
  }

  private static ImageReference replaced(ImageReference reference, Mirror mirror) {
    String repository = mirror.mirror + reference.repository().substring(mirror.original.length());
    int slash = repository.indexOf('/');
    return new ImageReference(
        repository.substring(0, slash),
        repository.substring(slash + 1),
        reference.tag(),
        reference.digest());
  }
}
