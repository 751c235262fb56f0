package io.pullcheck.credentials;

import io.pullcheck.image.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads docker configs as the kubelet does (pkg/credentialprovider/config.go): what it ignores is
/// ignored, and what makes it fail a pull is refused.
public final class DockerConfigs {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private DockerConfigs() {}

  /// A `.dockerconfigjson`: the entries stand under `auths`.
  ///
  /// @return nothing if the kubelet could not read it
  public static Optional<DockerConfig> json(byte[] content) {
    return parse(content).flatMap(root -> entries(root.path("auths")));
  }

  /// A legacy `.dockercfg`: the entries stand at the top.
  ///
  /// @return nothing if the kubelet could not read it
  public static Optional<DockerConfig> legacy(byte[] content) {
    return parse(content).flatMap(DockerConfigs::entries);
  }

  // The kubelet passes over an empty secret.
  private static Optional<JsonNode> parse(byte[] content) {
    try {
      JsonNode root = content.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(content);
      return Optional.of(root).filter(node -> node.isObject() || node.isNull());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<DockerConfig> entries(JsonNode auths) {
    if (auths.isMissingNode() || auths.isNull()) {
      return Optional.of(new DockerConfig(List.of()));
    }
    if (!auths.isObject()) {
      return Optional.empty();
    }
    List<DockerConfig.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> auth : auths.properties()) {
      Optional<Credential> credential = credential(auth.getValue());
      if (credential.isEmpty()) {
        return Optional.empty();
      }
      entries.add(new DockerConfig.Entry(auth.getKey(), credential.get()));
    }
    return Optional.of(new DockerConfig(entries));
  }

  private static Optional<Credential> credential(JsonNode entry) {
    Optional<String> username = text(entry.path("username"));
    Optional<String> password = text(entry.path("password"));
    Optional<String> auth = text(entry.path("auth"));
    boolean readable = entry.isObject() || entry.isNull();
    if (!readable || username.isEmpty() || password.isEmpty() || auth.isEmpty()) {
      return Optional.empty();
    }
    return auth.get().isEmpty()
        ? Optional.of(Credential.password(username.get(), password.get()))
        : decode(auth.get());
  }

  // Go refuses a field of another type than text.
  private static Optional<String> text(JsonNode field) {
    if (field.isMissingNode() || field.isNull()) {
      return Optional.of("");
    }
    return field.isString() ? Optional.of(field.stringValue()) : Optional.empty();
  }

  // A colon in the password is legal. Go's decoder passes over line breaks in the base64 text, and
  // a text without
  // padding is read as such.
  private static Optional<Credential> decode(String auth) {
    try {
      byte[] decoded = Base64.getDecoder().decode(auth.replaceAll("[\r\n]", ""));
      String pair = new String(decoded, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(Credential.password(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
