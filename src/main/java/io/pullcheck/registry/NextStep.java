package io.pullcheck.registry;

import io.pullcheck.model.Verdict;

/// What follows from one answer of a registry or its token server.
public sealed interface NextStep {

  /// That is the verdict, whatever other credentials there may be.
  record Final(Verdict verdict) implements NextStep {}

  /// This credential does not do; the verdict if there is no other.
  record Refused(Verdict.Unavailable verdict) implements NextStep {}

  /// Answer the challenge, and ask again.
  record Authenticate() implements NextStep {}

  /// The token is no longer good: start over without it, once.
  record Renew(Verdict.Unavailable otherwise) implements NextStep {}

  /// HEAD is not understood here: ask by GET.
  record AskByGet() implements NextStep {}

  /// Sporadic refusal that is known of this registry: believed after three in a row.
  record Sporadic(Verdict.Unavailable otherwise) implements NextStep {}
}
