package io.pullcheck.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/// Content digests as the OCI image specification writes them: `algorithm:hex`.
public final class ContentDigest {

  private static final Pattern FORM =
      Pattern.compile("sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}");
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

  private ContentDigest() {}

  /// Is the text a digest, by an algorithm that a node knows? One that is cannot change a URL's
  /// path.
  public static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
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
