package io.pullcheck.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Content digests as the OCI image specification writes them: `algorithm:hex`.
public final class ContentDigest {

  /// @param digits how many a digest by it has
  private record Algorithm(String name, int digits) {}

  private static final Map<String, Algorithm> ALGORITHMS =
      Map.of(
          "sha256", new Algorithm("SHA-256", 64),
          "sha384", new Algorithm("SHA-384", 96),
          "sha512", new Algorithm("SHA-512", 128));

  private ContentDigest() {}

  /// Is the text a digest, by an algorithm that a node knows? One that is cannot change a URL's
  /// path.
  public static boolean isDigest(String text) {
    int colon = text.indexOf(':');
    Algorithm algorithm = colon < 0 ? null : ALGORITHMS.get(text.substring(0, colon));
    if (algorithm == null || text.length() - colon - 1 != algorithm.digits) {
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

  /// The digest by which a content is usually named.
  public static String of(String content) {
    return "sha256:" + hash("SHA-256", content);
  }

  /// Is this the digest of that content? No, if its algorithm is none of SHA-256, SHA-384, SHA-512.
  public static boolean isOf(String digest, String content) {
    int colon = digest.indexOf(':');
    Algorithm algorithm = ALGORITHMS.get(digest.substring(0, colon));
    if (algorithm == null) {
      return false;
    }
    return hash(algorithm.name, content).equals(digest.substring(colon + 1));
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
