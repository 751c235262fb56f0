package io.pullcheck.registry;

import static io.pullcheck.registry.TestingImages.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.Verification;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.TestingImages.Stored;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rows 34 and 35 of the classification table.
final class ContentCheckTest extends ContentTesting {

  @Test
  void anIndexMustHaveAManifestForEachPlatform() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    images.tag(images.index(entry(amd64, "linux/amd64")));
    Asker asker = asker(Verification.PLATFORM);

    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
    assertThat(reason(asker.check("linux/amd64", "linux/arm64")))
        .contains(Reason.NO_MATCHING_PLATFORM);
    assertThat(asker.check()).isInstanceOf(Verdict.Available.class);
  }

  @Test
  void anIndexAndItsChildrenAreReadOnceAndThenAskedForByHeadOnly() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    Stored arm64 = images.image("linux", "arm64", "layer");
    Stored index = images.index(entry(amd64, "linux/amd64"), entry(arm64, "linux/arm64"));
    images.tag(index);
    Asker asker = asker(Verification.PLATFORM);

    Verdict _ = asker.check("linux/amd64");
    Verdict _ = asker.check("linux/amd64");

    assertThat(
            TestingImages.lines(
                asker.registry(), Map.of(amd64.digest(), "amd64", index.digest(), "index")))
        .containsExactly(
            "HEAD manifests/v1",
            "GET manifests/index",
            "GET manifests/amd64",
            "HEAD manifests/v1",
            "HEAD manifests/amd64");
  }

  @Test
  void aChildThatIsGoneIsMissing() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    Stored arm64 = images.image("linux", "arm64", "other");
    images.tag(images.index(entry(amd64, "linux/amd64"), entry(arm64, "linux/arm64")));
    Asker asker = asker(Verification.PLATFORM);
    images.takeAway(arm64.digest());

    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
    assertThat(reason(asker.check("linux/arm64"))).contains(Reason.CHILD_MISSING);
  }

  @Test
  void ofSeveralForOnePlatformEachMustBeThere() throws IOException {
    Stored one = images.image("linux", "arm", "v6");
    Stored other = images.image("linux", "arm", "v7");
    images.tag(images.index(entry(one, "linux/arm"), entry(other, "linux/arm")));
    Asker asker = asker(Verification.LAYERS);

    assertThat(asker.check("linux/arm")).isInstanceOf(Verdict.Available.class);
    images.takeAway(one.digest());
    assertThat(reason(asker.check("linux/arm"))).contains(Reason.CHILD_MISSING);
  }

  @Test
  void anEntryWithoutAPlatformFitsAllAndAnIndexMayHoldAnother() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    Stored inner = images.index(entry(amd64, "linux/amd64"));
    images.tag(images.index(entry(inner, "")));
    Asker asker = asker(Verification.LAYERS);

    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
    assertThat(reason(asker.check("linux/arm64"))).contains(Reason.NO_MATCHING_PLATFORM);
  }

  @Test
  void aSingleManifestIsForThePlatformOfItsConfigWhichIsReadOnce() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    Asker asker = asker(Verification.PLATFORM);

    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
    assertThat(reason(asker.check("linux/arm64"))).contains(Reason.WRONG_PLATFORM);

    assertThat(methods(asker.registry())).containsExactly("HEAD", "GET", "GET", "HEAD");
  }

  @Test
  void nothingOfAnImageVolumeIsRun() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    Asker asker = asker(Verification.PLATFORM);

    assertThat(asker.mount("linux/arm64")).isInstanceOf(Verdict.Available.class);
    assertThat(reason(asker.check("linux/arm64"))).contains(Reason.WRONG_PLATFORM);
  }

  @Test
  void whatNamesNoPlatformIsForNoneInParticular() throws IOException {
    images.tag(images.imageOf("{}"));

    assertThat(asker(Verification.PLATFORM).check("linux/arm64"))
        .isInstanceOf(Verdict.Available.class);
  }

  @Test
  void aLayerThatIsGoneIsMissingOnlyWhereLayersAreVerified() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    images.takeAway(TestingImages.digest("layer"));

    assertThat(asker(Verification.PLATFORM).check("linux/amd64"))
        .isInstanceOf(Verdict.Available.class);
    assertThat(reason(asker(Verification.LAYERS).check("linux/amd64")))
        .contains(Reason.BLOB_MISSING);
  }

  @Test
  void aConfigThatIsGoneIsMissing() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    images.takeAway(TestingImages.digest("{\"os\":\"linux\",\"architecture\":\"amd64\"}"));

    assertThat(reason(asker(Verification.PLATFORM).check("linux/amd64")))
        .contains(Reason.BLOB_MISSING);
  }

  @Test
  void whereNoPlatformIsKnownAllImagesOfAnIndexMustBeComplete() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    Stored arm64 = images.image("linux", "arm64", "other");
    Stored attestation = images.image("unknown", "unknown", "attestation");
    images.tag(
        images.index(
            entry(amd64, "linux/amd64"),
            entry(arm64, "linux/arm64"),
            entry(attestation, "unknown/unknown")));
    Asker asker = asker(Verification.LAYERS);
    images.takeAway(TestingImages.digest("attestation"));

    assertThat(asker.check()).isInstanceOf(Verdict.Available.class);
    images.takeAway(TestingImages.digest("other"));
    assertThat(reason(asker.check())).contains(Reason.BLOB_MISSING);
  }

  // BuildKit writes annotations, and an attestation for each image.
  @Test
  void anIndexWithAnnotationsAndAttestationsIsUnderstood() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    Stored attestation = images.image("unknown", "unknown", "attestation");
    String annotations = ",\"annotations\":{\"vnd.docker.reference.type\":\"x\"}}";
    images.tag(
        images.index(
            entry(amd64, "linux/amd64").replaceFirst("}$", annotations),
            entry(attestation, "unknown/unknown").replaceFirst("}$", annotations)));

    assertThat(asker(Verification.PLATFORM).check("linux/amd64"))
        .isInstanceOf(Verdict.Available.class);
    assertThat(reason(asker(Verification.PLATFORM).check("linux/arm64")))
        .contains(Reason.NO_MATCHING_PLATFORM);
    images.takeAway(attestation.digest());
    assertThat(asker(Verification.LAYERS).check()).isInstanceOf(Verdict.Available.class);
  }

  @Test
  void theSteadyStateOfLayersCostsNoGet() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    Asker asker = asker(Verification.LAYERS);

    Verdict _ = asker.check("linux/amd64");
    int first = asker.registry().asked().size();
    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);

    assertThat(methods(asker.registry()).subList(first, asker.registry().asked().size()))
        .containsExactly("HEAD", "HEAD", "HEAD");
  }

  @Test
  void aLayersRedirectCountsAsPresentAndIsNotFollowed() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    images.answerBlob(
        TestingImages.digest("layer"),
        Answer.of(307).with("Location", "http://169.254.169.254/latest/meta-data"));
    Asker asker = asker(Verification.LAYERS);

    assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
    assertThat(asker.registry().lines())
        .filteredOn(line -> line.endsWith(TestingImages.digest("layer")))
        .hasSize(1);
  }

  @Test
  void aBlobWhoseHeadIsRefusedIsAskedForByGet() throws IOException {
    for (int refusal : List.of(401, 404, 405)) {
      images.tag(images.image("linux", "amd64", "layer"));
      Asker asker =
          asker(
              Verification.LAYERS,
              asked ->
                  asked.method().equals("HEAD") && asked.target().contains("/blobs/")
                      ? Answer.of(refusal)
                      : images.answer(asked));
      assertThat(asker.check("linux/amd64")).isInstanceOf(Verdict.Available.class);
    }
  }

  @Test
  void aRateLimitOnTheWayKeepsTheVerdict() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    images.answerBlob(TestingImages.digest("layer"), Answer.of(429).with("Retry-After", "60"));

    assertThat(asker(Verification.LAYERS).check("linux/amd64"))
        .isInstanceOf(Verdict.Inconclusive.class);
  }

  @Test
  void anErrorOfTheServerIsNotAMissingLayer() throws IOException {
    images.tag(images.image("linux", "amd64", "layer"));
    images.answerBlob(TestingImages.digest("layer"), Answer.of(503));

    assertThat(reason(asker(Verification.LAYERS).check("linux/amd64")))
        .contains(Reason.SERVER_ERROR);
  }

  // Else one registry could say what an image of another is made of.
  @Test
  void contentThatIsNotOfItsDigestIsNotBelieved() throws IOException {
    Stored amd64 = images.image("linux", "amd64", "layer");
    Stored forged = new Stored(amd64.digest(), amd64.type(), "{\"schemaVersion\":2}");
    images.tag(forged);
    Asker asker =
        asker(
            Verification.PLATFORM,
            asked ->
                asked.method().equals("GET")
                    ? new Answer(
                        200,
                        Map.of(
                            "Content-Type", amd64.type(), "Docker-Content-Digest", amd64.digest()),
                        forged.json())
                    : images.answer(asked));

    assertThat(reason(asker.check("linux/amd64"))).contains(Reason.DIGEST_MISMATCH);
  }

  @Test
  void aManifestThatCannotBeReadIsAnError() throws IOException {
    for (String json :
        List.of("[]", "{\"layers\":[{\"digest\":5}]}", "{\"manifests\":[]}", "{\"fsLayers\":[]}")) {
      Stored strange = new Stored(TestingImages.digest(json), TestingImages.MANIFEST, json);
      images.tag(strange);
      Asker asker =
          asker(
              Verification.PLATFORM,
              _ ->
                  new Answer(
                      200,
                      Map.of(
                          "Content-Type",
                          strange.type(),
                          "Docker-Content-Digest",
                          strange.digest()),
                      json));
      assertThat(reason(asker.check("linux/amd64"))).contains(Reason.UNEXPECTED_RESPONSE);
    }
  }
}
