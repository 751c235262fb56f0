package io.pullcheck.kubernetes.watch;

import io.pullcheck.kubernetes.ApiObject;
import io.pullcheck.workload.LocalObjectReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The service accounts that have pull secrets.
final class ServiceAccounts implements ReportingStore.Sink {

  private static final String NO_ROOM =
      "the service accounts of its namespace, or all, take more memory than Pullcheck has for them";
  // Bytes that a name takes besides its text.
  private static final int ENTRY = 128;

  private final Map<ApiObject.Name, List<String>> secrets = new ConcurrentHashMap<>();
  private final Consumer<String> changed;
  private final NamespaceShares shares;

  /// What is read of a service account.
  private record Account(List<LocalObjectReference> imagePullSecrets) {}

  /// @param changed hears of namespaces in which an account has other pull secrets than before
  ServiceAccounts(Consumer<String> changed, NamespaceShares shares) {
    this.changed = changed;
    this.shares = shares;
  }

  /// The names of the account's pull secrets; empty if there is no such account.
  List<String> pullSecrets(String namespace, String name) {
    return pullSecrets(new ApiObject.Name(namespace, name));
  }

  private List<String> pullSecrets(ApiObject.Name account) {
    return secrets.getOrDefault(account, List.of());
  }

  private static long bytes(List<String> names) {
    return names.stream().mapToLong(name -> ENTRY + name.length()).sum();
  }

  @Override
  public void put(ApiObject account) {
    replace(
        account.key(), LocalObjectReference.names(account.read(Account.class).imagePullSecrets));
  }

  @Override
  public void remove(String namespace, String name) {
    replace(new ApiObject.Name(namespace, name), List.of());
  }

  private void replace(ApiObject.Name account, List<String> names) {
    if (!shares.replace(account.namespace(), bytes(pullSecrets(account)), bytes(names))) {
      throw new IllegalStateException(NO_ROOM);
    }
    List<String> before = names.isEmpty() ? secrets.remove(account) : secrets.put(account, names);
    if (!names.equals(before == null ? List.of() : before)) {
      changed.accept(account.namespace());
    }
  }
}
