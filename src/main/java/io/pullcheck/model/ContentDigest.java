package io.pullcheck.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/// Content digests as the OCI image specification writes them: `algorithm:hex`.
public final class ContentDigest {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]+:[a-f0-9]{32,128}");
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

  private ContentDigest() {}

  /// Has the text the form of a digest, of whatever algorithm? One that has cannot change a URL's
  /// path.
  public static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }

  /// Is this the digest of that content? No, if its algorithm is none of SHA-256, SHA-384, SHA-512.
  public static boolean isOf(String digest, String content) {
    int colon = digest.indexOf(':');
    String algorithm = ALGORITHMS.get(digest.substring(0, colon));
    if (algorithm == null) {
      return false;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance(algorithm).digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).equals(digest.substring(colon + 1));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
