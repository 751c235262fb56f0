package io.pullcheck.kubernetes.watch;

import java.util.Arrays;
import java.util.Optional;

/// The two formats of pull secrets; the kubelet passes over secrets of any other type.
public enum SecretFormat {
  DOCKER_CONFIG_JSON("kubernetes.io/dockerconfigjson"),
  DOCKERCFG("kubernetes.io/dockercfg");

  private final String type;

  SecretFormat(String type) {
    this.type = type;
  }

  /// The secret's `type`.
  public String type() {
    return type;
  }

  static Optional<SecretFormat> ofType(String type) {
    return Arrays.stream(values()).filter(format -> format.type.equals(type)).findFirst();
  }
}
