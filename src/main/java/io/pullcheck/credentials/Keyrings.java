package io.pullcheck.credentials;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.image.Candidates;
import io.pullcheck.image.Credential;
import io.pullcheck.image.ImageReference;
import io.pullcheck.image.Keyring;
import io.pullcheck.image.PullSecrets;
import io.pullcheck.image.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts together what a workload's node could log in with: the workload's pull secrets, which are
/// one source, then the node's own sources in order.
public final class Keyrings {

  private final PullSecretSource secrets;
  private final List<NodeCredentials> node;

  public Keyrings(PullSecretSource secrets, List<NodeCredentials> node) {
    this.secrets = secrets;
    this.node = List.copyOf(node);
  }

  /// The keyring of the workloads that share these pull secrets. May block: secrets are fetched.
  public Keyring of(PullSecrets wanted) {
    List<String> names =
        wanted.names().isEmpty()
            ? secrets.serviceAccountSecrets(wanted.namespace(), wanted.serviceAccount())
            : wanted.names();
    List<DockerConfig> configs = new ArrayList<>();
    Optional<Reason> trouble = Optional.empty();
    for (String name : names) {
      switch (secrets.secret(wanted.namespace(), name)) {
        case Lookup.Found found -> configs.add(found.config());
        case Lookup.Missing _ -> trouble = Optional.of(Reason.PULL_SECRET_MISSING);
        case Lookup.Unusable _ -> {
          return unusable();
        }
        case Lookup.NotReadable _ -> {}
      }
    }
    return keyring(new KubeletKeyring(configs), trouble);
  }

  private static Keyring unusable() {
    Candidates none = new Candidates(List.of(), Optional.of(Reason.CREDENTIALS_UNUSABLE));
    return reference -> none;
  }

  private Keyring keyring(KubeletKeyring workload, Optional<Reason> trouble) {
    return reference -> candidates(workload, trouble, reference);
  }

  private Candidates candidates(
      KubeletKeyring workload, Optional<Reason> missing, ImageReference reference) {
    List<Credential> inOrder = new ArrayList<>(workload.lookup(reference));
    Optional<Reason> trouble = missing;
    for (NodeCredentials source : node) {
      Candidates own = source.candidates(reference);
      inOrder.addAll(own.inOrder());
      trouble = trouble.or(own::trouble);
    }
    return new Candidates(inOrder, trouble);
  }
}
