package io.pullcheck.credentials;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.DockerKeyring;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the keyring of a workload, as the kubelet does (pkg/kubelet/images/image_manager.go,
/// v1.36): the workload's pull secrets, which are one source, then the node's own sources in their
/// order. Any thread may call.
public final class Keyrings {

  private final PullSecretSource secrets;
  private final List<Keyring> nodeSources;

  /// @param nodeSources the credentials that a node has of its own, one keyring for each source
  public Keyrings(PullSecretSource secrets, List<Keyring> nodeSources) {
    this.secrets = secrets;
    this.nodeSources = List.copyOf(nodeSources);
  }

  /// The keyring of all workloads with these pull secrets. May block while secrets are fetched.
  public Keyring of(PullSecrets wanted) {
    List<DockerConfig> configs = new ArrayList<>();
    Optional<Reason> missing = Optional.empty();
    for (String name : names(wanted)) {
      switch (secrets.secret(wanted.namespace(), name)) {
        case Lookup.Found found -> configs.add(found.config());
        case Lookup.Missing _ -> missing = Optional.of(Reason.PULL_SECRET_MISSING);
        case Lookup.Unusable _ -> {
          return unusable();
        }
        case Lookup.NotReadable _ -> {}
      }
    }
    DockerKeyring workload = new DockerKeyring(configs);
    Optional<Reason> trouble = missing;
    return reference -> candidates(workload, trouble, reference);
  }

  // The API server copies a service account's pull secrets into a pod that names none itself. The
  // kubelet skips empty names.
  private List<String> names(PullSecrets wanted) {
    List<String> names =
        wanted.names().isEmpty()
            ? secrets.serviceAccountSecrets(wanted.namespace(), wanted.serviceAccount())
            : wanted.names();
    return names.stream().filter(name -> !name.isEmpty()).toList();
  }

  // One malformed secret makes the kubelet fail every pull of the pod, from whatever registry.
  private static Keyring unusable() {
    Candidates none = new Candidates(List.of(), Optional.of(Reason.CREDENTIALS_UNUSABLE));
    return reference -> none;
  }

  private Candidates candidates(
      DockerKeyring workload, Optional<Reason> missing, ImageReference reference) {
    List<Credential> found = new ArrayList<>(workload.lookup(reference.repository()));
    Optional<Reason> failed = Optional.empty();
    for (Keyring source : nodeSources) {
      Candidates own = source.candidates(reference);
      found.addAll(own.inOrder());
      failed = failed.or(own::trouble);
    }
    // If the registry refuses, a failed source is the reason only where no other credential was
    // tried.
    Optional<Reason> trouble = missing.isEmpty() && found.isEmpty() ? failed : missing;
    boolean anonymous = found.stream().allMatch(Credential::anonymous);
    return new Candidates(anonymous ? List.of() : found.stream().distinct().toList(), trouble);
  }
}
