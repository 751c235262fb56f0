package io.pullcheck.kubernetes.watch;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.SecretFormat;
import io.pullcheck.kubernetes.ApiObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// `--pull-secrets=informer`: all docker configs of the cluster, parsed; nothing else of a Secret
/// is kept.
final class InformedSecrets implements SecretLookup {

  private static final Lookup NONE_BEFORE = new Lookup.Missing();

  private final Predicate<String> readable;
  private final Consumer<String> changed;
  private final NamespaceShares shares;
  // A secret's type cannot change, but a deleted one may come back with the other type, and the two
  // informers do not tell in which order that happened.
  private final Map<SecretFormat, Map<ApiObject.Name, Lookup>> lookups =
      new EnumMap<>(SecretFormat.class);

  /// @param readable whether a namespace's secrets may be listed
  /// @param changed hears of namespaces whose secrets are other than before
  /// @param shares a secret that has no room in them counts as one that is too large
  InformedSecrets(Predicate<String> readable, Consumer<String> changed, NamespaceShares shares) {
    this.shares = shares;
    this.readable = readable;
    this.changed = changed;
    for (SecretFormat format : SecretFormat.values()) {
      lookups.put(format, new ConcurrentHashMap<>());
    }
  }

  @Override
  public Lookup secret(String namespace, String name) {
    ApiObject.Name key = new ApiObject.Name(namespace, name);
    for (Map<ApiObject.Name, Lookup> known : lookups.values()) {
      Lookup lookup = known.get(key);
      if (lookup != null) {
        return lookup;
      }
    }
    return readable.test(namespace) ? new Lookup.Missing() : new Lookup.NotReadable();
  }

  /// Where the informer of one format's secrets reports to.
  ReportingStore.Sink sink(SecretFormat format) {
    Map<ApiObject.Name, Lookup> known = lookups.getOrDefault(format, Map.of());
    return ReportingStore.Sink.of(
        secret -> {
          Lookup before = known.getOrDefault(secret.key(), NONE_BEFORE);
          Lookup lookup = within(secret.namespace(), before, SecretLookup.of(secret));
          if (!lookup.equals(known.put(secret.key(), lookup))) {
            changed.accept(secret.namespace());
          }
        },
        (namespace, name) -> {
          Lookup before = known.remove(new ApiObject.Name(namespace, name));
          var _ = within(namespace, before == null ? NONE_BEFORE : before, NONE_BEFORE);
          changed.accept(namespace);
        });
  }

  private Lookup within(String namespace, Lookup before, Lookup now) {
    if (shares.replace(namespace, before.bytes(), now.bytes())) {
      return now;
    }
    var _ = shares.replace(namespace, before.bytes(), 0);
    return new Lookup.TooLarge();
  }
}
