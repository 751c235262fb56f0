package io.pullcheck.keep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// How a list is written.
public enum KeepFormat {
  /// A reference a line: tags as `repository:tag`, digests as `repository@sha256:…`.
  TEXT("text/plain; charset=utf-8"),
  /// An object with all images, each with its digests.
  JSON("application/json"),
  /// A repository a line, a space, and an anchored RE2 expression of the tags to keep.
  REGEX("text/plain; charset=utf-8");

  private final String contentType;

  KeepFormat(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /// The format of that name, as on the command line; `text` for none.
  public static Optional<KeepFormat> named(String name) {
    for (KeepFormat format : values()) {
      if (format.toString().equals(name)) {
        return Optional.of(format);
      }
    }
    return name.isEmpty() ? Optional.of(TEXT) : Optional.empty();
  }

  /// What of the list cannot be written in this format, a line each. Such a list must not be used:
  /// what it does not name would be deleted.
  public List<String> cannotSay(KeepList list) {
    return this != REGEX
        ? List.of()
        : list.images().entrySet().stream()
            .filter(entry -> entry.getKey().tag().isEmpty())
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .map(
                            digest ->
                                entry.getKey().repository()
                                    + "@"
                                    + digest
                                    + " is named by its digest alone, which no expression of tags"
                                    + " keeps"))
            .toList();
  }

  /// The list as text that ends with a line break.
  public String write(KeepList list) {
    return switch (this) {
      case TEXT -> text(list);
      case JSON -> json(list);
      case REGEX -> regex(list);
    };
  }

  private static String text(KeepList list) {
    TreeSet<String> lines = new TreeSet<>();
    list.images()
        .forEach(
            (name, digests) -> {
              if (!name.tag().isEmpty()) {
                lines.add(name.repository() + ":" + name.tag());
              }
              digests.forEach(digest -> lines.add(name.repository() + "@" + digest));
            });
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  // The end of an object tells that it is whole, also to those who lost its status on the way.
  private static String json(KeepList list) {
    List<Map<String, Object>> images = new ArrayList<>();
    list.images()
        .forEach(
            (name, digests) -> {
              Map<String, Object> image = new LinkedHashMap<>();
              image.put("repository", name.repository());
              if (!name.tag().isEmpty()) {
                image.put("tag", name.tag());
              }
              image.put("digests", digests);
              images.add(image);
            });
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("complete", true);
    whole.put("images", images);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n";
  }

  private static String regex(KeepList list) {
    NavigableMap<String, List<String>> tags = new TreeMap<>();
    list.images().keySet().stream()
        .filter(name -> !name.tag().isEmpty())
        .forEach(
            name ->
                tags.computeIfAbsent(name.repository(), _ -> new ArrayList<>())
                    // The only letter of a tag that means something in an expression.
                    .add(name.tag().replace(".", "\\.")));
    return tags.entrySet().stream()
        .map(entry -> entry.getKey() + " ^(?:" + String.join("|", entry.getValue()) + ")$\n")
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
