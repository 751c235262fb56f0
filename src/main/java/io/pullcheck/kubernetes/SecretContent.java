package io.pullcheck.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.SecretFormat;

/// What is read of a Secret: nothing but a docker config, in base64. Empty where the Secret has
/// none.
public record SecretContent(String type, Data data) {

  /// The keys of the two types of pull secrets.
  public record Data(
      @JsonProperty(".dockerconfigjson") String dockerConfigJson,
      @JsonProperty(".dockercfg") String dockercfg) {}

  /// The docker config that it is.
  public Lookup lookup() {
    return SecretFormat.ofType(type)
        .map(
            format ->
                format.lookup(
                    switch (format) {
                      case DOCKER_CONFIG_JSON -> data.dockerConfigJson();
                      case DOCKERCFG -> data.dockercfg();
                    }))
        .orElseGet(Lookup.Missing::new);
  }
}
