package io.pullcheck.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a node would log in with for one image.
///
/// @param inOrder the credentials to try, one after the other; empty means an anonymous pull, and
///   only then is there one
/// @param trouble what went wrong on the way to them: [Reason#CREDENTIALS_UNUSABLE] fails the pull
///   without a request, and with [Reason#TOO_LARGE] none is sent; the others
///   ([Reason#PULL_SECRET_MISSING], [Reason#CREDENTIAL_PROVIDER_FAILED]) become the verdict's
///   reason if the registry refuses
public record Candidates(List<Credential> inOrder, Optional<Reason> trouble) {

  public static final Candidates ANONYMOUS = new Candidates(List.of(), Optional.empty());

  public Candidates {
    inOrder = List.copyOf(inOrder);
    Objects.requireNonNull(trouble, "trouble");
  }

  public static Candidates of(Credential... inOrder) {
    return new Candidates(List.of(inOrder), Optional.empty());
  }
}
