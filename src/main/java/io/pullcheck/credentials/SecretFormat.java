package io.pullcheck.credentials;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.DockerConfigs;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The two formats of pull secrets; the kubelet passes over Secrets of any other type.
public enum SecretFormat {
  DOCKER_CONFIG_JSON("kubernetes.io/dockerconfigjson", ".dockerconfigjson"),
  DOCKERCFG("kubernetes.io/dockercfg", ".dockercfg");

  // Characters of base64: 256 KiB. A docker config with ten logins has about 2 KiB.
  private static final int LONGEST = 256 * 1024 / 3 * 4;

  private final String type;
  private final String key;

  SecretFormat(String type, String key) {
    this.type = type;
    this.key = key;
  }

  /// The format of Secrets of a type.
  public static Optional<SecretFormat> ofType(String type) {
    return Arrays.stream(values()).filter(each -> each.type.equals(type)).findFirst();
  }

  /// The Secret's `type`.
  public String type() {
    return type;
  }

  /// The key in the Secret's `data`.
  public String key() {
    return key;
  }

  /// What a Secret of this format holds.
  ///
  /// @param content at its key, in base64; empty if there is none: the kubelet passes over such a
  ///   Secret (pkg/credentialprovider/secrets/secrets.go)
  public Lookup lookup(String content) {
    if (content.isEmpty()) {
      return new Lookup.Missing();
    }
    return content.length() > LONGEST
        ? new Lookup.TooLarge()
        : decoded(content)
            .flatMap(this::parse)
            .map(SecretFormat::bounded)
            .orElseGet(Lookup.Unusable::new);
  }

  private static Optional<byte[]> decoded(String content) {
    try {
      // Go ignores line breaks, and nothing else.
      return Optional.of(Base64.getDecoder().decode(content.replaceAll("[\r\n]", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<DockerConfig> parse(byte[] content) {
    return switch (this) {
      case DOCKER_CONFIG_JSON -> DockerConfigs.json(content);
      case DOCKERCFG -> DockerConfigs.legacy(content);
    };
  }

  private static Lookup bounded(DockerConfig config) {
    return config.entries().size() > Keyrings.MOST_ENTRIES
        ? new Lookup.TooLarge()
        : new Lookup.Found(config);
  }
}
