package io.pullcheck.kubernetes.watch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The service accounts that have pull secrets.
final class ServiceAccounts implements ReportingStore.Sink<ServiceAccountObject> {

  private final Map<ObjectName, List<String>> secrets = new ConcurrentHashMap<>();
  private final Consumer<String> changed;

  /// @param changed hears of namespaces in which an account has other pull secrets than before
  ServiceAccounts(Consumer<String> changed) {
    this.changed = changed;
  }

  List<String> pullSecrets(String namespace, String name) {
    return secrets.getOrDefault(new ObjectName(namespace, name), List.of());
  }

  @Override
  public void put(ServiceAccountObject account) {
    replace(new ObjectName(account.namespace(), account.name()), account.pullSecrets());
  }

  @Override
  public void remove(String namespace, String name) {
    replace(new ObjectName(namespace, name), List.of());
  }

  private void replace(ObjectName account, List<String> names) {
    List<String> before = names.isEmpty() ? secrets.remove(account) : secrets.put(account, names);
    if (!names.equals(before == null ? List.of() : before)) {
      changed.accept(account.namespace());
    }
  }
}
