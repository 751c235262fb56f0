package io.pullcheck.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What is read of a Secret: nothing but a docker config, in base64. Empty where the Secret has
/// none.
public record SecretContent(String type, Data data) {

  /// The keys of the two types of pull secrets.
  public record Data(
      @JsonProperty(".dockerconfigjson") String dockerConfigJson,
      @JsonProperty(".dockercfg") String dockercfg) {}
}
