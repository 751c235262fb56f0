package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Platform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageContentTest {

  private static final String AMD64 = "sha256:" + "a".repeat(64);
  private static final String ATTESTATION = "sha256:" + "b".repeat(64);
  private static final Platform LINUX = new Platform("linux", "amd64");

  /// As `docker buildx imagetools inspect --raw` shows it.
  private static final String BUILDKIT =
      """
      {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [
          {
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "digest": "%s",
            "size": 1234,
            "annotations": {"org.opencontainers.image.created": "2026-01-01T00:00:00Z"},
            "platform": {"architecture": "amd64", "os": "linux"}
          },
          {
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "digest": "%s",
            "size": 567,
            "annotations": {
              "vnd.docker.reference.digest": "%1$s",
              "vnd.docker.reference.type": "attestation-manifest"
            },
            "platform": {"architecture": "unknown", "os": "unknown"}
          }
        ],
        "annotations": {"org.opencontainers.image.revision": "1"}
      }
      """
          .formatted(AMD64, ATTESTATION);

  @Test
  void readsAnIndexOfBuildKit() {
    ImageContent.Index index = index(BUILDKIT);

    assertThat(index.children())
        .containsExactly(
            new ImageContent.Child(AMD64, Optional.of(LINUX)),
            new ImageContent.Child(ATTESTATION, Optional.of(new Platform("unknown", "unknown"))));
    assertThat(index.images()).extracting(ImageContent.Child::digest).containsExactly(AMD64);
    assertThat(index.fitting(LINUX)).extracting(ImageContent.Child::digest).containsExactly(AMD64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"platform\":null",
        ",\"platform\":{\"os\":\"Linux\",\"architecture\":\"x86_64\"}"
      })
  void anEntryWithoutAPlatformThatCanBeReadFitsAllNodes(String platform) {
    assertThat(index(entry(AMD64, platform)).fitting(LINUX)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"os\":\"linux\"}", "{\"os\":\"linux\",\"architecture\":null}"})
  void anEntryWithAnIncompletePlatformFitsNone(String platform) {
    assertThat(index(entry(AMD64, ",\"platform\":" + platform)).fitting(LINUX)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../etc", "sha256:short", "sha256:" + "A-64"})
  void anIndexWithABrokenDigestIsNotRead(String digest) {
    assertThat(ImageContent.read(entry(digest, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"manifests\":[1]}", "{\"manifests\":{}}", "[]", "\"x\"", "", "{"})
  void whatIsNoManifestIsNotRead(String text) {
    assertThat(ImageContent.read(text)).isEmpty();
  }

  @Test
  void anImageNamesItsConfigAndTheLayersThatTheRegistryStores() {
    String image =
        """
        {"schemaVersion":2,"annotations":{},"config":{"digest":"%1$s","data":"e30="},"layers":[
          {"digest":"%2$s","annotations":{"a":"b"}},
          {"digest":"%1$s","urls":["https://example.com/layer"]},
          {"digest":"%1$s","mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar"}]}
        """
            .formatted(AMD64, ATTESTATION);

    assertThat(ImageContent.read(image))
        .contains(new ImageContent.Image(AMD64, List.of(ATTESTATION)));
  }

  private static String entry(String digest, String more) {
    return "{\"manifests\":[{\"digest\":\"%s\"%s}]}".formatted(digest, more);
  }

  private static ImageContent.Index index(String text) {
    return (ImageContent.Index) ImageContent.read(text).orElseThrow();
  }
}
