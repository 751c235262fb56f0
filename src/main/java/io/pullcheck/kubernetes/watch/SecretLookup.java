package io.pullcheck.kubernetes.watch;

import io.pullcheck.credentials.Keyrings;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.DockerConfigs;
import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.kubernetes.SecretContent;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Looks up one pull secret; may block.
@FunctionalInterface
interface SecretLookup {

  /// `--pull-secrets=none`.
  SecretLookup NONE = (namespace, name) -> new Lookup.NotReadable();

  Lookup secret(String namespace, String name);

  /// The two formats of pull secrets; the kubelet passes over secrets of any other type.
  enum Format {
    DOCKER_CONFIG_JSON("kubernetes.io/dockerconfigjson"),
    DOCKERCFG("kubernetes.io/dockercfg");

    // Characters of base64: 256 KiB. A docker config with ten logins has about 2 KiB.
    private static final int LONGEST = 256 * 1024 / 3 * 4;

    private final String type;

    Format(String type) {
      this.type = type;
    }

    /// The secret's `type`.
    String type() {
      return type;
    }

    private String in(SecretContent.Data data) {
      return switch (this) {
        case DOCKER_CONFIG_JSON -> data.dockerConfigJson();
        case DOCKERCFG -> data.dockercfg();
      };
    }

    // The kubelet passes over a Secret without content (pkg/credentialprovider/secrets/secrets.go).
    private Lookup lookup(SecretContent secret) {
      String content = in(secret.data());
      if (content.isEmpty()) {
        return new Lookup.Missing();
      }
      return content.length() > LONGEST
          ? new Lookup.TooLarge()
          : parse(Base64.getDecoder().decode(content))
              .map(SecretLookup::bounded)
              .orElseGet(Lookup.Unusable::new);
    }

    private Optional<DockerConfig> parse(byte[] content) {
      return switch (this) {
        case DOCKER_CONFIG_JSON -> DockerConfigs.json(content);
        case DOCKERCFG -> DockerConfigs.legacy(content);
      };
    }
  }

  private static Lookup bounded(DockerConfig config) {
    return config.entries().size() > Keyrings.MOST_ENTRIES
        ? new Lookup.TooLarge()
        : new Lookup.Found(config);
  }

  /// The docker config that a Secret holds.
  static Lookup of(ApiObject secret) {
    SecretContent content = secret.read(SecretContent.class);
    return Arrays.stream(Format.values())
        .filter(format -> format.type.equals(content.type()))
        .findFirst()
        .map(format -> format.lookup(content))
        .orElseGet(Lookup.Missing::new);
  }
}
