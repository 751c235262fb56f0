package io.pullcheck.registry;

import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.Classification.ManifestAnswer;
import io.pullcheck.registry.http.Reply;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// Rows 27 and 30 to 33 of the classification table: status 200.
final class ManifestFound {

  static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json");

  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";

  private ManifestFound() {}

  static NextStep classify(ManifestAnswer answer) {
    Reply.Response response = answer.response();
    Optional<String> digest =
        response.header("docker-content-digest").filter(ContentDigest::isDigest);
    String type = response.mediaType();
    if (type.startsWith(SCHEMA_1)) {
      return last(Reason.SCHEMA1); // 30
    }
    if (answer.wantedDigest().isPresent() && contradicts(answer.wantedDigest().get(), digest)) {
      return last(Reason.DIGEST_MISMATCH); // 31
    }
    if (MEDIA_TYPES.contains(type)) {
      return new NextStep.Final(new Verdict.Available(digest.or(answer::wantedDigest))); // 33
    }
    if (!answer.byGet()) {
      return new NextStep.AskByGet();
    }
    return switch (shape(response.body())) {
      case MANIFEST ->
          new NextStep.Final(new Verdict.Available(digest.or(answer::wantedDigest))); // 33
      case SCHEMA_1 -> last(Reason.SCHEMA1); // 30
      case NEITHER -> last(Reason.NOT_A_REGISTRY); // 32
    };
  }

  private enum Shape {
    MANIFEST,
    SCHEMA_1,
    NEITHER
  }

  private static Shape shape(String body) {
    try (JsonParser json = JsonMapper.shared().createParser(body)) {
      ManifestReader manifest = ManifestReader.read(json);
      if (manifest.schemaVersion() == 1) {
        return Shape.SCHEMA_1;
      }
      return manifest.schemaVersion() == 2 && manifest.lists() ? Shape.MANIFEST : Shape.NEITHER;
    } catch (JacksonException e) {
      return Shape.NEITHER;
    }
  }

  // Digests of two algorithms can both be right.
  private static boolean contradicts(String wanted, Optional<String> actual) {
    String algorithm = wanted.substring(0, wanted.indexOf(':') + 1);
    return actual
        .filter(digest -> digest.startsWith(algorithm) && !digest.equals(wanted))
        .isPresent();
  }

  private static NextStep.End last(Reason reason) {
    return new NextStep.Final(Verdict.Unavailable.of(reason));
  }
}
