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

  /// The most entries of all pull secrets of one workload together that are looked at: some
  /// hundreds of times what real ones have.
  public static final int MOST_ENTRIES = 1_000;

  // One malformed secret makes the kubelet fail every pull of the pod, from whatever registry.
  private static final Candidates UNUSABLE =
      new Candidates(List.of(), Optional.of(Reason.CREDENTIALS_UNUSABLE));
  private static final Candidates TOO_LARGE =
      new Candidates(List.of(), Optional.of(Reason.TOO_LARGE));
  // The most logins that are tried for one image. Each costs a registry a request or two.
  private static final int MOST_LOGINS = 20;

  private final PullSecretSource secrets;
  private final List<Keyring> nodeSources;

  /// @param nodeSources the credentials that a node has of its own, one keyring for each source
  public Keyrings(PullSecretSource secrets, List<Keyring> nodeSources) {
    this.secrets = secrets;
    this.nodeSources = List.copyOf(nodeSources);
  }

  /// The keyring of all workloads with these pull secrets. It holds nothing: each question looks
  /// the secrets up, since thousands of checks may be waiting with a keyring each.
  public Keyring of(PullSecrets wanted) {
    return reference -> candidates(wanted, reference);
  }

  private Candidates candidates(PullSecrets wanted, ImageReference reference) {
    List<String> names = names(wanted);
    List<DockerConfig> configs = new ArrayList<>();
    Optional<Reason> missing = Optional.empty();
    int entries = 0;
    for (String name : names) {
      switch (secrets.secret(wanted.namespace(), name)) {
        case Lookup.Found found -> {
          configs.add(found.config());
          entries += found.config().entries().size();
        }
        case Lookup.Missing _ -> missing = Optional.of(Reason.PULL_SECRET_MISSING);
        case Lookup.Unusable _ -> {
          return UNUSABLE;
        }
        case Lookup.TooLarge _ -> entries = MOST_ENTRIES + 1;
        case Lookup.NotReadable _ -> {}
      }
    }
    return names.size() > PullSecrets.MOST || entries > MOST_ENTRIES
        ? TOO_LARGE
        : candidates(new DockerKeyring(configs), missing, reference);
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
    List<Credential> logins = found.stream().distinct().limit(MOST_LOGINS + 1L).toList();
    if (logins.size() > MOST_LOGINS) {
      return TOO_LARGE;
    }
    boolean anonymous = logins.stream().allMatch(Credential::anonymous);
    return new Candidates(anonymous ? List.of() : logins, trouble);
  }
}
