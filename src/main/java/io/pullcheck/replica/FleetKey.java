package io.pullcheck.replica;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Platform;
import io.pullcheck.model.PullAttempt;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret that the clusters of a fleet share: it names what stands in their store, so that the
/// names give no image and no credential away, and signs it, so that nobody else can put a verdict
/// there. Safe for use by many threads.
public final class FleetKey {

  /// In bytes, of the file; less could be guessed.
  public static final int SHORTEST = 32;

  private static final String HMAC = "HmacSHA256";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  // Characters of a signature: 32 bytes in base64.
  private static final int SIGNATURE = 43;
  // Changes with what is hashed, or with what a value says.
  private static final String VERSION = "1";

  private final SecretKeySpec naming;
  private final SecretKeySpec signing;

  /// Makes the key of a secret.
  ///
  /// @param secret at least [#SHORTEST] bytes
  public FleetKey(byte[] secret) {
    if (secret.length < SHORTEST) {
      throw new IllegalArgumentException("the fleet key is too short");
    }
    SecretKeySpec root = new SecretKeySpec(secret, HMAC);
    naming = new SecretKeySpec(hmac(root, "pullcheck names " + VERSION), HMAC);
    signing = new SecretKeySpec(hmac(root, "pullcheck values " + VERSION), HMAC);
  }

  /// Names an attempt.
  ///
  /// @param route how this cluster asks, as far as the verdict depends on it: what is verified, by
  ///   which mirrors
  /// @param cluster `--cluster-name`
  StoreKey name(PullAttempt attempt, String route, String cluster) {
    String asked = name("attempt", tuple(attempt, route));
    return new StoreKey(
        asked,
        name("cluster", asked, cluster),
        name("account", attempt.reference().host(), login(attempt.candidates())));
  }

  private static String tuple(PullAttempt attempt, String route) {
    ImageReference reference = attempt.reference();
    return joined(
        reference.host(),
        reference.path(),
        reference.tag().orElse(""),
        reference.digest().orElse(""),
        String.join(",", attempt.platforms().stream().map(Platform::toString).sorted().toList()),
        attempt.runtime().map(Enum::name).orElse(""),
        Boolean.toString(attempt.mounted()),
        route,
        login(attempt.candidates()));
  }

  private static String login(Candidates candidates) {
    StringBuilder all = new StringBuilder(candidates.trouble().map(Enum::name).orElse(""));
    for (Credential each : candidates.inOrder()) {
      all.append(joined(each.kind().name(), each.username(), each.secret()));
    }
    return all.toString();
  }

  // With its length before each, no two lists give the same text.
  private static String joined(String... parts) {
    StringBuilder all = new StringBuilder();
    for (String part : parts) {
      all.append(part.length()).append(':').append(part);
    }
    return all.toString();
  }

  private String name(String... parts) {
    return BASE64.encodeToString(hmac(naming, joined(parts)));
  }

  /// The value to store under a name. What is signed includes the name: a value that somebody moves
  /// to another one does not verify there.
  public String seal(String name, StoredVerdict verdict) {
    String text = verdict.text();
    return signature(name, text) + text;
  }

  /// Reads a value; nothing if it was not sealed for this name with this key.
  public Optional<StoredVerdict> open(String name, String value) {
    if (value.length() <= SIGNATURE) {
      return Optional.empty();
    }
    String text = value.substring(SIGNATURE);
    boolean ours =
        MessageDigest.isEqual(bytes(value.substring(0, SIGNATURE)), bytes(signature(name, text)));
    return ours ? StoredVerdict.parse(text) : Optional.empty();
  }

  private String signature(String name, String text) {
    return BASE64.encodeToString(hmac(signing, joined(name, text)));
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  // Not as UTF-8, in which two different texts with unpaired surrogates could be the same bytes.
  private static byte[] bytes(String text) {
    ByteBuffer all = ByteBuffer.allocate(text.length() * Character.BYTES);
    all.asCharBuffer().put(text);
    return all.array();
  }
}
