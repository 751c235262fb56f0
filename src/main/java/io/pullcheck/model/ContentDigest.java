package io.pullcheck.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Content digests as the OCI image specification writes them: `algorithm:hex`.
public final class ContentDigest {

  private static final Map<String, String> ALGORITHMS =
      Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

  private ContentDigest() {}

  /// Is the text a digest, by an algorithm that a node knows? One that is cannot change a URL's
  /// path.
  public static boolean isDigest(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || text.length() - colon - 1 != digits(text.substring(0, colon))) {
      return false;
    }
    // Not by a regular expression: each check asks this several times, of 64 digits.
    for (int i = colon + 1; i < text.length(); i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static int digits(String algorithm) {
    return switch (algorithm) {
      case "sha256" -> 64;
      case "sha384" -> 96;
      case "sha512" -> 128;
      default -> -1;
    };
  }

  /// The digest by which a content is usually named.
  public static String of(String content) {
    return "sha256:" + hash("SHA-256", content);
  }

  /// Is this the digest of that content? No, if its algorithm is none of SHA-256, SHA-384, SHA-512.
  public static boolean isOf(String digest, String content) {
    int colon = digest.indexOf(':');
    String algorithm = ALGORITHMS.get(digest.substring(0, colon));
    if (algorithm == null) {
      return false;
    }
    return hash(algorithm, content).equals(digest.substring(colon + 1));
  }

  private static String hash(String algorithm, String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm)
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
