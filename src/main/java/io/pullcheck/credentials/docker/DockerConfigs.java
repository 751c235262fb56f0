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
/// secrets/secrets.go, v1.36): ignores what the kubelet ignores, and refuses what makes it fail a
/// pull. Upper and lower case in field names are the same, as in Go's encoding/json.
public final class DockerConfigs {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private DockerConfigs() {}

  /// Reads a `.dockerconfigjson` or a node's `config.json`, whose entries stand under `auths`.
  ///
  /// @return nothing if the kubelet could not read it
  public static Optional<DockerConfig> json(byte[] content) {
    return object(content)
        .filter(root -> fields(root, "HttpHeaders").stream().allMatch(DockerConfigs::isTexts))
        .flatMap(root -> entries(fields(root, "auths"), DockerConfigs::credential));
  }

  /// Reads a legacy `.dockercfg`, whose entries are the fields of the whole object.
  ///
  /// @return nothing if the kubelet could not read it
  public static Optional<DockerConfig> legacy(byte[] content) {
    return object(content).flatMap(root -> entries(List.of(root), DockerConfigs::credential));
  }

  /// What the config names that a node does not know: the registries of its `credHelpers`, and its
  /// `credsStore`. Their logins are not in the file.
  static List<String> helpers(byte[] content) {
    List<String> named = new ArrayList<>();
    object(content)
        .ifPresent(
            root -> {
              fields(root, "credHelpers")
                  .forEach(map -> map.properties().forEach(each -> named.add(each.getKey())));
              text(root, "credsStore")
                  .filter(store -> !store.isEmpty())
                  .ifPresent(store -> named.add("credsStore " + store));
            });
    return named;
  }

  /// Reads the `auths` of a user's own config, in which an entry may be an identity token.
  static Optional<DockerConfig> ofUser(JsonNode root) {
    return entries(fields(root, "auths"), DockerConfigs::credentialOrToken);
  }

  /// Reads one JSON object, or `null`, which Go takes for an empty one; nothing if it is neither.
  /// Decodes UTF-8 first, since Jackson would accept bytes in other encodings too.
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

  // Where `auth` is set, the kubelet ignores `username` and `password`.
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

  // Go ignores line breaks in base64, and the kubelet accepts it with and without padding. The
  // first colon ends the user's name; a password may have further ones.
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

  /// The field's text, `""` if it is not set; nothing if it is not text, which Go refuses.
  static Optional<String> text(JsonNode object, String name) {
    List<JsonNode> set = fields(object, name).stream().filter(field -> !field.isNull()).toList();
    if (!set.stream().allMatch(JsonNode::isString)) {
      return Optional.empty();
    }
    return Optional.of(set.isEmpty() ? "" : set.getLast().stringValue());
  }

  /// The values of all fields of that name, in upper or lower case; Go uses the last one.
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
