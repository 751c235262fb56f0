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

/// Puts together what a workload's node could log in with: the workload's pull secrets, which are
/// one source, then the node's own sources in order (pkg/kubelet/images/image_manager.go, v1.36).
public final class Keyrings {

  private final PullSecretSource secrets;
  private final List<Keyring> node;

  public Keyrings(PullSecretSource secrets, List<Keyring> node) {
    this.secrets = secrets;
    this.node = List.copyOf(node);
  }

  /// The keyring of the workloads that share these pull secrets. May block: secrets are fetched.
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

  // Admission copies a service account's secrets into a pod that names none; the kubelet passes
  // over empty names.
  private List<String> names(PullSecrets wanted) {
    List<String> names =
        wanted.names().isEmpty()
            ? secrets.serviceAccountSecrets(wanted.namespace(), wanted.serviceAccount())
            : wanted.names();
    return names.stream().filter(name -> !name.isEmpty()).toList();
  }

  // The kubelet fails every pull of the pod then, whatever registry the secret is for.
  private static Keyring unusable() {
    Candidates none = new Candidates(List.of(), Optional.of(Reason.CREDENTIALS_UNUSABLE));
    return reference -> none;
  }

  private Candidates candidates(
      DockerKeyring workload, Optional<Reason> missing, ImageReference reference) {
    List<Credential> found = new ArrayList<>(workload.lookup(reference.repository()));
    Optional<Reason> failed = Optional.empty();
    for (Keyring source : node) {
      Candidates own = source.candidates(reference);
      found.addAll(own.inOrder());
      failed = failed.or(own::trouble);
    }
    // A node's source that failed explains a refusal only where there was nothing else to try.
    Optional<Reason> trouble = missing.isEmpty() && found.isEmpty() ? failed : missing;
    boolean anonymous = found.stream().allMatch(Credential::anonymous);
    return new Candidates(anonymous ? List.of() : found.stream().distinct().toList(), trouble);
  }
}
