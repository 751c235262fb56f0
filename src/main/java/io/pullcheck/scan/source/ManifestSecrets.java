package io.pullcheck.scan.source;

import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.credentials.SecretFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The pull secrets and service accounts that stand in manifests. Of those that do not, nothing is
/// known: the cluster may have them.
///
/// @param namespace of objects that do not say
record ManifestSecrets(
    String namespace, Map<Name, Lookup> secrets, Map<Name, List<String>> accounts)
    implements PullSecretSource {

  private record Name(String namespace, String name) {}

  ManifestSecrets(String namespace) {
    this(namespace, new HashMap<>(), new HashMap<>());
  }

  /// Takes in an object of kind Secret.
  void addSecret(Tree.Mapping object) {
    secrets.put(name(object), lookup(object));
  }

  /// Takes in an object of kind ServiceAccount.
  void addAccount(Tree.Mapping object) {
    accounts.put(
        name(object),
        object.mappings("imagePullSecrets").stream()
            .map(each -> each.text("name"))
            .filter(each -> !each.isEmpty())
            .toList());
  }

  private Name name(Tree.Mapping object) {
    Tree.Mapping metadata = object.mapping("metadata").orElse(object);
    String own = metadata.text("namespace");
    return new Name(own.isEmpty() ? namespace : own, metadata.text("name"));
  }

  // The API server writes `stringData` over `data`.
  private static Lookup lookup(Tree.Mapping object) {
    return SecretFormat.ofType(object.text("type"))
        .map(
            format -> {
              String plain =
                  object.mapping("stringData").map(data -> data.text(format.key())).orElse("");
              String encoded =
                  object.mapping("data").map(data -> data.text(format.key())).orElse("");
              return format.lookup(plain.isEmpty() ? encoded : encoded(plain));
            })
        .orElseGet(Lookup.Missing::new);
  }

  private static String encoded(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Lookup secret(String inNamespace, String name) {
    return secrets.getOrDefault(new Name(inNamespace, name), new Lookup.NotReadable());
  }

  @Override
  public List<String> serviceAccountSecrets(String inNamespace, String serviceAccount) {
    return accounts.getOrDefault(new Name(inNamespace, serviceAccount), List.of());
  }
}
