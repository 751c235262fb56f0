package io.pullcheck.kubernetes.watch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.DockerConfigs;
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

    private final String type;

    Format(String type) {
      this.type = type;
    }

    /// The secret's `type`.
    String type() {
      return type;
    }

    private Optional<DockerConfig> parse(byte[] content) {
      return switch (this) {
        case DOCKER_CONFIG_JSON -> DockerConfigs.json(content);
        case DOCKERCFG -> DockerConfigs.legacy(content);
      };
    }
  }

  /// What is read of a Secret: nothing but a docker config, in base64.
  record Content(String type, Data data) {

    record Data(
        @JsonProperty(".dockerconfigjson") String dockerConfigJson,
        @JsonProperty(".dockercfg") String dockercfg) {

      private String in(Format format) {
        return switch (format) {
          case DOCKER_CONFIG_JSON -> dockerConfigJson;
          case DOCKERCFG -> dockercfg;
        };
      }
    }

    private Lookup lookup() {
      return Arrays.stream(Format.values())
          .filter(format -> format.type.equals(type))
          .findFirst()
          .map(this::lookup)
          .orElseGet(Lookup.Missing::new);
    }

    // The kubelet passes over a Secret without content (pkg/credentialprovider/secrets/secrets.go).
    private Lookup lookup(Format format) {
      String content = data.in(format);
      if (content.isEmpty()) {
        return new Lookup.Missing();
      }
      return format
          .parse(Base64.getDecoder().decode(content))
          .<Lookup>map(Lookup.Found::new)
          .orElseGet(Lookup.Unusable::new);
    }
  }

  /// The docker config that a Secret holds.
  static Lookup of(ApiObject secret) {
    return secret.read(Content.class).lookup();
  }
}
