package io.pullcheck.scan.report;

import io.pullcheck.model.PrintableText;
import io.pullcheck.scan.source.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// What the reports for code hosts say of a place.
final class Places {

  private Places() {}

  /// A path with slashes, relative to where the program runs, as the code hosts know files.
  static String path(Source source) {
    return path(source.file());
  }

  static String path(String file) {
    return file.replace('\\', '/').replaceFirst("^(?:\\./+)+", "");
  }

  /// What is the matter with the image at that place, and what to do.
  static String message(Result result, Optional<Source> place) {
    String user =
        place
            .filter(Source::isObject)
            .map(source -> " (" + source.object() + ", container " + source.container() + ")")
            .orElse("");
    String advice = result.help().isEmpty() ? "" : ". " + result.help();
    return PrintableText.of(result.image() + " " + result.summary() + user + advice);
  }

  /// Stays the same while the object names that image, wherever it moves in its file.
  static String fingerprint(Result result, Optional<Source> place) {
    String key =
        String.join(
            "\n",
            result.image(),
            place.map(Places::path).orElse(""),
            place.map(Source::object).orElse(""),
            place.map(Source::container).orElse(""));
    return hash(key);
  }

  static String hash(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
