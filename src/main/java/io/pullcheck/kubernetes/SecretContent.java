package io.pullcheck.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What is read of a Secret: nothing but a docker config, in base64.
public record SecretContent(@Nullable String type, @Nullable Data data) {

  /// The keys of the two types of pull secrets.
  public record Data(
      @JsonProperty(".dockerconfigjson") @Nullable String dockerConfigJson,
      @JsonProperty(".dockercfg") @Nullable String dockercfg) {}
}
