package io.pullcheck.registry;

import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.Classification.ManifestAnswer;
import io.pullcheck.registry.content.Descriptor;
import io.pullcheck.registry.content.ImageContent;
import io.pullcheck.registry.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rows 30 to 33 of the classification table: a status of success. For containerd see `Resolve` in
/// its `core/remotes/docker/resolver.go`.
final class ManifestFound {

  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";
  private static final String DIGEST = "docker-content-digest";
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private ManifestFound() {}

  static NextStep classify(ManifestAnswer answer) {
    return switch (answer.purpose()) {
      case PRESENCE, CONTENT -> available(answer);
      case RESOLVE_BY_HEAD -> answer.byGet() ? byGet(answer) : byHead(answer);
      case RESOLVE_BY_GET -> byBody(answer);
    };
  }

  // A digest that is asked for is not looked for in the headers, but another one there makes us
  // look at the content.
  private static NextStep byHead(ManifestAnswer answer) {
    Optional<String> digest = header(answer.response());
    boolean named = answer.wantedDigest().isPresent() || digest.isPresent();
    if (!named || length(answer.response()).isEmpty()) {
      return new NextStep.AskByGet();
    }
    if (answer.wantedDigest().isPresent()) {
      NextStep judged = judged(answer, length(answer.response()).get());
      return ContentCheck.isThere(judged) && contradicts(answer.wantedDigest().get(), digest)
          ? new NextStep.AskByGet()
          : judged;
    }
    return ContentDigest.isDigest(digest.orElseThrow())
        ? judged(answer, length(answer.response()).get())
        : malformedDigest();
  }

  // After a HEAD that was refused by 405 the headers count, after one that lacked them the body.
  private static NextStep byGet(ManifestAnswer answer) {
    Optional<String> digest = countingHeader(answer);
    if (digest.filter(each -> !ContentDigest.isDigest(each)).isPresent()) {
      return malformedDigest();
    }
    Optional<String> due = answer.wantedDigest().or(() -> digest);
    long size = size(answer.response().body());
    NextStep judged = judged(answer, size);
    return ContentCheck.isThere(judged)
            && due.filter(each -> !ContentDigest.isOf(each, answer.response().body())).isPresent()
        ? last(Reason.DIGEST_MISMATCH, "") // 31
        : judged;
  }

  private static Optional<String> countingHeader(ManifestAnswer answer) {
    boolean lacking = answer.headStatus() >= 200 && answer.headStatus() < 300;
    return answer.wantedDigest().isPresent() || lacking || length(answer.response()).isEmpty()
        ? Optional.empty()
        : header(answer.response());
  }

  private static NextStep judged(ManifestAnswer answer, long size) {
    String type = mediaType(answer.response());
    if (type.equals("text/plain") || type.startsWith(SCHEMA_1)) {
      return last(Reason.SCHEMA1, ""); // 30
    }
    Descriptor content = new Descriptor(type, "", size);
    if (!content.isManifest() && !content.isIndex()) {
      return type.contains("html") || (answer.byGet() && !isManifest(answer))
          ? last(Reason.NOT_A_REGISTRY, "") // 32
          : last(Reason.UNEXPECTED_RESPONSE, "its Content-Type is none of a manifest");
    }
    if (size == 0) {
      return last(Reason.UNEXPECTED_RESPONSE, "its manifest has a length of 0");
    }
    return size > ManifestCheck.MANIFEST_LIMIT
        ? last(Reason.TOO_LARGE, ManifestCheck.TOO_LONG)
        : available(answer); // 33
  }

  private static NextStep byBody(ManifestAnswer answer) {
    String type = answer.response().mediaType();
    if (type.startsWith(SCHEMA_1)) {
      return last(Reason.SCHEMA1, "");
    }
    if (answer.wantedDigest().isPresent()
        && contradicts(answer.wantedDigest().get(), header(answer.response()))) {
      return last(Reason.DIGEST_MISMATCH, "");
    }
    Descriptor content = new Descriptor(type, "", 0);
    if (content.isManifest() || content.isIndex()) {
      return available(answer);
    }
    if (!answer.byGet()) {
      return new NextStep.AskByGet();
    }
    return isManifest(answer)
        ? available(answer)
        : last(
            ImageContent.isSchema1(answer.response().body())
                ? Reason.SCHEMA1
                : Reason.NOT_A_REGISTRY,
            "");
  }

  private static boolean isManifest(ManifestAnswer answer) {
    return ImageContent.isManifest(answer.response().body());
  }

  private static NextStep available(ManifestAnswer answer) {
    String digest = found(answer).digest();
    return new NextStep.Final(
        new Verdict.Available(Optional.of(digest).filter(each -> !each.isEmpty())));
  }

  /// What was found: its type, digest and size, each as far as it is known.
  static Descriptor found(ManifestAnswer answer) {
    Reply.Response response = answer.response();
    Optional<String> counting =
        answer.byGet() ? countingHeader(answer) : header(response).filter(ContentDigest::isDigest);
    String digest = answer.wantedDigest().or(() -> counting).or(() -> computed(answer)).orElse("");
    String type = mediaType(response);
    long size = answer.byGet() ? size(response.body()) : length(response).orElse(0L);
    return new Descriptor(
        answer.purpose() == Purpose.RESOLVE_BY_GET ? response.mediaType() : type, digest, size);
  }

  private static Optional<String> computed(ManifestAnswer answer) {
    return answer.byGet()
        ? Optional.of(ContentDigest.of(answer.response().body()))
        : Optional.empty();
  }

  private static Optional<String> header(Reply.Response response) {
    return response.header(DIGEST).filter(each -> !each.isEmpty());
  }

  /// As it stands there, in any case, without parameters: so containerd compares it.
  private static String mediaType(Reply.Response response) {
    String type = response.header("content-type").orElse("");
    int semicolon = type.indexOf(';');
    return semicolon < 0 ? type : type.substring(0, semicolon);
  }

  private static Optional<Long> length(Reply.Response response) {
    return response
        .header("content-length")
        .filter(text -> LENGTH.matcher(text).matches())
        .map(Long::parseLong);
  }

  static long size(String body) {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }

  // Digests of two algorithms can both be right.
  private static boolean contradicts(String wanted, Optional<String> actual) {
    String algorithm = wanted.substring(0, wanted.indexOf(':') + 1);
    return actual
        .filter(digest -> digest.startsWith(algorithm) && !digest.equals(wanted))
        .isPresent();
  }

  private static NextStep malformedDigest() {
    return last(Reason.UNEXPECTED_RESPONSE, "its Docker-Content-Digest is malformed");
  }

  private static NextStep.End last(Reason reason, String detail) {
    return Classification.last(reason, detail);
  }
}
