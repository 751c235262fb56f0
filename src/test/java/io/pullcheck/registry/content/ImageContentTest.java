package io.pullcheck.registry.content;

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
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
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
    ImageContent.Index index = (ImageContent.Index) ImageContent.read(BUILDKIT, INDEX);

    assertThat(index.children())
        .containsExactly(
            new ImageContent.Child(new Descriptor(OCI, AMD64, 1234), Optional.of(LINUX)),
            new ImageContent.Child(
                new Descriptor(OCI, ATTESTATION, 567), Optional.of(ImageContent.UNKNOWN)));
    assertThat(index.images()).extracting(child -> child.content().digest()).containsExactly(AMD64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../../etc", "sha256:short", "sha256:" + "A-64"})
  void anEntryWithABrokenDigestCannotBeFetched(String digest) {
    String text = "{\"manifests\":[{\"size\":5,\"digest\":\"%s\"}]}".formatted(digest);

    assertThat(ImageContent.read(text, INDEX))
        .isInstanceOfSatisfying(
            ImageContent.Index.class,
            index -> assertThat(index.children().getFirst().content().canBeFetched()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"manifests\":[1]}",
        "{\"manifests\":{}}",
        "{\"manifests\":[{\"size\":\"5\"}]}",
        "{\"manifests\":[{\"annotations\":{\"a\":1}}]}",
        "{\"manifests\":[{\"platform\":{\"os\":5}}]}",
        "{\"schemaVersion\":\"2\"}",
        "{\"fsLayers\":[]}",
        "{\"layers\":[]}",
        "{} x",
        "[]",
        "\"x\"",
        "",
        "{"
      })
  void whatANodeCannotReadIsNotReadHere(String text) {
    assertThat(ImageContent.read(text, INDEX)).isInstanceOf(ImageContent.Unreadable.class);
  }

  @Test
  void anImageNamesItsConfigAndItsLayers() {
    String image =
        """
        {"schemaVersion":2,"annotations":{},"config":{"digest":"%1$s","data":"e30=","size":2},"layers":[
          {"digest":"%2$s","annotations":{"a":"b"},"SIZE":3},
          {"digest":"%1$s","urls":["https://example.com/layer","ftp://example.com/layer"]},
          {"digest":"%1$s","mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar"}]}
        """
            .formatted(AMD64, ATTESTATION);

    assertThat(ImageContent.read(image, OCI))
        .isEqualTo(
            new ImageContent.Image(
                new Descriptor("", AMD64, 2),
                List.of(
                    new Descriptor("", ATTESTATION, 3),
                    new Descriptor("", AMD64, 0, List.of("https://example.com/layer")),
                    new Descriptor(
                        "application/vnd.oci.image.layer.nondistributable.v1.tar", AMD64, 0))));
  }
}
