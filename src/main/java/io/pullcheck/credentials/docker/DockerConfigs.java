package io.pullcheck.credentials.docker;

import io.pullcheck.model.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads docker configs as the kubelet does (pkg/credentialprovider/config.go and
/// secrets/secrets.go, v1.36): what it ignores is ignored, and what makes it fail a pull is
/// refused. Names of fields are taken in any case, as by Go's encoding/json.
public final class DockerConfigs {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private DockerConfigs() {}

  /// A `.dockerconfigjson`, or a node's `config.json`: the entries stand under `auths`.
  ///
  /// @return nothing if the kubelet could not read it
  public static Optional<DockerConfig> json(byte[] content) {
    return object(content)
        .filter(root -> fields(root, "HttpHeaders").stream().allMatch(DockerConfigs::isTexts))
        .flatMap(root -> entries(fields(root, "auths"), DockerConfigs::credential));
  }

  /// A legacy `.dockercfg`: the entries stand at the top.
  ///
  /// @return nothing if the kubelet could not read it
  public static Optional<DockerConfig> legacy(byte[] content) {
    return object(content).flatMap(root -> entries(List.of(root), DockerConfigs::credential));
  }

  /// The `auths` of a user's own config, in which an entry may be an identity token.
  static Optional<DockerConfig> ofUser(JsonNode root) {
    return entries(fields(root, "auths"), DockerConfigs::credentialOrToken);
  }

  /// The one JSON value of the text, which must be an object, or `null` for an empty one. From a
  /// string, since Jackson would take other encodings of bytes than UTF-8 too.
  static Optional<JsonNode> object(byte[] content) {
    try {
      JsonNode root = MAPPER.readTree(new String(content, StandardCharsets.UTF_8));
      return Optional.of(root).filter(DockerConfigs::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<DockerConfig> entries(
      List<JsonNode> maps, Function<JsonNode, Optional<Credential>> read) {
    List<DockerConfig.Entry> entries = new ArrayList<>();
    for (JsonNode map : maps) {
      if (!isObject(map)) {
        return Optional.empty();
      }
      for (Map.Entry<String, JsonNode> entry : map.properties()) {
        Optional<Credential> credential = read.apply(entry.getValue());
        if (credential.isEmpty()) {
          return Optional.empty();
        }
        entries.add(new DockerConfig.Entry(entry.getKey(), credential.get()));
      }
    }
    return Optional.of(new DockerConfig(entries));
  }

  // `auth` hides `username` and `password`.
  private static Optional<Credential> credential(JsonNode entry) {
    Optional<String> username = text(entry, "username");
    Optional<String> password = text(entry, "password");
    Optional<String> auth = text(entry, "auth");
    boolean readable = isObject(entry) && text(entry, "email").isPresent();
    if (!readable || username.isEmpty() || password.isEmpty() || auth.isEmpty()) {
      return Optional.empty();
    }
    return auth.get().isEmpty()
        ? Optional.of(Credential.password(username.get(), password.get()))
        : decode(auth.get());
  }

  private static Optional<Credential> credentialOrToken(JsonNode entry) {
    Optional<String> token = text(entry, "identitytoken").filter(text -> !text.isEmpty());
    return credential(entry)
        .map(
            read ->
                token
                    .map(text -> new Credential(Credential.Kind.IDENTITY_TOKEN, "", text))
                    .orElse(read));
  }

  // Go passes over line breaks in base64, and the kubelet takes it with padding or without. A colon
  // in the password is legal.
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

  /// The field's text, empty if it is not set; nothing if it is not text, which Go refuses.
  static Optional<String> text(JsonNode object, String name) {
    List<JsonNode> set = fields(object, name).stream().filter(field -> !field.isNull()).toList();
    if (!set.stream().allMatch(JsonNode::isString)) {
      return Optional.empty();
    }
    return Optional.of(set.isEmpty() ? "" : set.getLast().stringValue());
  }

  /// The values of the field of that name, in any case: the last one counts.
  static List<JsonNode> fields(JsonNode object, String name) {
    return object.properties().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean isObject(JsonNode node) {
    return node.isObject() || node.isNull();
  }

  private static boolean isTexts(JsonNode map) {
    return isObject(map)
        && StreamSupport.stream(map.spliterator(), false)
            .allMatch(value -> value.isString() || value.isNull());
  }
}
