package io.pullcheck.registry;

import io.pullcheck.model.Verdict;

/// What one answer of a registry or its token server means, seen by itself. What the check does
/// then also depends on what went before: [ManifestExchange#followUp].
sealed interface NextStep {

  /// The check with this credential is over.
  sealed interface End extends NextStep {}

  /// The verdict, whatever other credentials there are.
  record Final(Verdict verdict) implements End {}

  /// The credential is not sufficient; the verdict if there is no other.
  record Refused(Verdict.Unavailable verdict) implements End {}

  /// The manifest is not there, if it is a registry that says so.
  record Unclear(Verdict.Unavailable otherwise) implements End {}

  /// Answer the challenge, and repeat the request.
  record Authenticate() implements NextStep {}

  /// The token is no longer valid: start over without it, once.
  record Renew(Verdict.Unavailable otherwise) implements NextStep {}

  /// The answer to HEAD decides nothing: repeat the request by GET.
  record AskByGet() implements NextStep {}

  /// A refusal that this registry gives now and then for no reason; believed after three in a row.
  record Sporadic(Verdict.Unavailable otherwise) implements NextStep {}
}
