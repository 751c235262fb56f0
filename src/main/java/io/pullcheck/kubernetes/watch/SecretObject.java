package io.pullcheck.kubernetes.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;
import io.pullcheck.credentials.PullSecretSource.Lookup;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Secret, of which nothing but a docker config is decoded.
@Group("")
@Version("v1")
@Kind("Secret")
record SecretObject(ObjectMeta metadata, @Nullable String type, @Nullable Data data)
    implements ApiObject, Namespaced {

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Data(
      @JsonProperty(".dockerconfigjson") @Nullable String dockerConfigJson,
      @JsonProperty(".dockercfg") @Nullable String dockercfg) {

    private @Nullable String in(SecretFormat format) {
      return switch (format) {
        case DOCKER_CONFIG_JSON -> dockerConfigJson;
        case DOCKERCFG -> dockercfg;
      };
    }
  }

  Lookup lookup(PullSecretParser parser) {
    Optional<SecretFormat> format = Optional.ofNullable(type).flatMap(SecretFormat::ofType);
    return format.map(known -> content(known, parser)).orElseGet(Lookup.Missing::new);
  }

  // Without content it is passed over too (pkg/credentialprovider/secrets/secrets.go).
  private Lookup content(SecretFormat format, PullSecretParser parser) {
    String content = data == null ? null : data.in(format);
    if (content == null || content.isEmpty()) {
      return new Lookup.Missing();
    }
    return parser
        .parse(format, Base64.getDecoder().decode(content))
        .<Lookup>map(Lookup.Found::new)
        .orElseGet(Lookup.Unusable::new);
  }
}
