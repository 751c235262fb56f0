package io.pullcheck.model;

import java.util.Locale;

/// Why an image is not available: the one vocabulary that metrics, warnings, the status page and
/// `scan` share.
///
/// Each has the state it usually belongs to, what it means in plain words, and what to do about it.
/// Words that came from a registry are never among them.
public enum Reason {
  // absent
  MANIFEST_UNKNOWN(
      State.ABSENT, "not found", "Push the tag again, or change the workload to one that exists."),
  REPOSITORY_UNKNOWN(
      State.ABSENT,
      "not found",
      "Check the repository's name; the registry has none of this name."),
  SCHEMA1(
      State.ABSENT,
      "has a schema 1 manifest, which containerd 2 refuses",
      "Pull and push the image with a current tool, so that it gets a current manifest."),
  NO_MATCHING_PLATFORM(
      State.ABSENT,
      "has no manifest for a platform of the nodes",
      "Build the image for every os/arch of the nodes it may run on, or keep it to the right ones by a nodeSelector or affinity."),
  CHILD_MISSING(
      State.ABSENT,
      "lacks a manifest that its index names",
      "Push the image again: the registry lost or cleaned up a part of it."),
  BLOB_MISSING(
      State.ABSENT,
      "lacks a layer or its config",
      "Push the image again: the registry lost or cleaned up a part of it."),

  HEAD_REFUSED(
      State.ABSENT,
      "cannot be pulled: its registry refuses HEAD, by which containerd asks",
      "Let the registry, or what stands in front of it, answer HEAD for a manifest as it answers GET."),
  NOT_AN_IMAGE(
      State.ABSENT,
      "is no container image, but another kind of artifact",
      "Name an image: what is pushed there, a Helm chart for example, cannot be run."),
  WRONG_PLATFORM(
      State.ABSENT,
      "is for another platform than the nodes: it is pulled, but does not start",
      "Build the image for every os/arch of the nodes it may run on, or pin the workload with a nodeSelector."),

  // bad_image_format
  INVALID_REFERENCE(
      State.BAD_IMAGE_FORMAT,
      "not a valid image reference",
      "Correct the image's name in the workload."),
  REFUSED_BY_REGISTRY(
      State.BAD_IMAGE_FORMAT,
      "not a valid name to its registry",
      "Correct the image's name in the workload: the registry refuses it as malformed."),

  // authentication_failure
  PRIVATE_OR_ABSENT(
      State.AUTHENTICATION_FAILURE,
      "not found, or private and no pull secret matches",
      "Check the name; if the image is private, add a pull secret for its registry to the workload."),
  REJECTED(
      State.AUTHENTICATION_FAILURE,
      "not verified: the registry rejects the pull secret",
      "Renew the user or password in the pull secret."),
  EXPIRED(
      State.AUTHENTICATION_FAILURE,
      "not verified: the pull secret has expired",
      "Renew the password in the pull secret; registries such as ECR hand out short-lived ones."),
  CREDENTIALS_UNUSABLE(
      State.AUTHENTICATION_FAILURE,
      "cannot be pulled: a pull secret is malformed",
      "Make the pull secret valid docker config JSON again: a node fails the whole pull on it."),
  PULL_SECRET_MISSING(
      State.AUTHENTICATION_FAILURE,
      "cannot be pulled: a pull secret it names does not exist",
      "Create the pull secret in the workload's namespace, or correct its name."),
  CREDENTIAL_PROVIDER_FAILED(
      State.AUTHENTICATION_FAILURE,
      "not verified: the credential provider plugin failed",
      "See Pullcheck's log for the plugin's failure: usually a right of its cloud role is missing."),
  LOGIN_NEEDS_HTTPS(
      State.AUTHENTICATION_FAILURE,
      "not verified: its pull secret is not sent over plain HTTP",
      "Serve the registry by HTTPS, or set plainHttp: true for it in --config."),

  // authorization_failure
  DENIED_OR_ABSENT(
      State.AUTHORIZATION_FAILURE,
      "not found, or its pull secret may not read it",
      "Check the name; if it is right, grant the pull secret's user read access to the repository."),
  NETWORK_RULE(
      State.AUTHORIZATION_FAILURE,
      "refused by a network rule of its registry",
      "Allow the cluster's addresses in the registry's firewall."),
  POLICY(
      State.AUTHORIZATION_FAILURE,
      "blocked by a policy of its registry",
      "See the registry's policy (for example a vulnerability gate) for this image."),

  // registry_unavailable
  DNS(
      State.REGISTRY_UNAVAILABLE,
      "not verified: the registry's name does not resolve",
      "Check the registry's name in the image, and the cluster's DNS."),
  CONNECT(
      State.REGISTRY_UNAVAILABLE,
      "not verified: the registry cannot be connected to",
      "Check that the registry runs and that its port can be reached from the cluster."),
  TIMEOUT(
      State.REGISTRY_UNAVAILABLE,
      "not verified: the registry did not answer in time",
      "Check the registry's load and the network to it."),
  TLS(
      State.REGISTRY_UNAVAILABLE,
      "not verified: no trusted TLS connection to the registry",
      "Add the registry's CA (--capath, or ca in --config), renew its certificate, or set the clientCert that it asks for."),
  SERVER_ERROR(
      State.REGISTRY_UNAVAILABLE,
      "not verified: the registry has an error of its own",
      "See the registry's own logs."),
  TOKEN_ENDPOINT(
      State.REGISTRY_UNAVAILABLE,
      "not verified: the registry's token endpoint is missing",
      "Check the token realm in the registry's configuration."),
  BLOCKED(
      State.REGISTRY_UNAVAILABLE,
      "not verified: something in front of the registry blocks requests",
      "Check proxies and firewalls between the cluster and the registry."),
  NOT_A_REGISTRY(
      State.REGISTRY_UNAVAILABLE,
      "not verified: what answers there is not a registry",
      "Check the host in the image's name, and proxies in front of it."),

  // unknown_error
  ADDRESS_REFUSED(
      State.UNKNOWN_ERROR,
      "not verified: Pullcheck may not connect to the registry's address",
      "If the registry really lives there, allow its kind of address (docs/registries.md)."),
  REDIRECT_REFUSED(
      State.UNKNOWN_ERROR,
      "not verified: the registry redirects to where Pullcheck may not follow",
      "See the detail in the status page: too many redirects, or a forbidden target."),
  REALM_REFUSED(
      State.UNKNOWN_ERROR,
      "not verified: its token server may not be asked",
      "If the token server that the detail names is the registry's own, name it in authHosts in --config."),
  TOKEN_MALFORMED(
      State.UNKNOWN_ERROR,
      "not verified: the registry's token server does not give a token",
      "Check the token server named in the registry's configuration."),
  TOO_MANY_PARTS(
      State.UNKNOWN_ERROR,
      "not verified: it has too many parts to check all of them",
      "Set verify: manifest for its registry in --config, or split the image's index."),
  CLIENT_BUG(
      State.UNKNOWN_ERROR,
      "not verified: the registry and Pullcheck do not understand each other",
      "Please report it."),
  DIGEST_MISMATCH(
      State.UNKNOWN_ERROR,
      "not verified: the registry answers with another digest",
      "Check proxies and mirrors in front of the registry."),
  TOO_LARGE(
      State.UNKNOWN_ERROR,
      "not verified: something about it is larger than Pullcheck reads",
      "See the detail in the status page, and the limits in docs/registries.md."),
  UNEXPECTED_RESPONSE(
      State.UNKNOWN_ERROR,
      "not verified: the registry's answer is not understood",
      "Ask the registry yourself with a pull; if that works, please report it."),

  /// Never the reason of a verdict, only of one that is kept.
  RATE_LIMITED(
      State.UNKNOWN_ERROR,
      "not verified: the registry limits the rate of requests",
      "Nothing at once: the host is paused. If it lasts, log in to the registry or lower requestsPerSecond."),

  /// Never the reason of a verdict, only of one that is kept.
  OVERLOADED(
      State.UNKNOWN_ERROR,
      "not verified: Pullcheck has no memory left to read the registry's answer",
      "Nothing at once: it is asked again soon. If it lasts, find the registry whose answers are so large, or raise the memory limit.");

  private final State state;
  private final String summary;
  private final String advice;

  Reason(State state, String summary, String advice) {
    this.state = state;
    this.summary = summary;
    this.advice = advice;
  }

  /// The name as it stands in metrics, JSON and the status page: `manifest_unknown`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state it belongs to, unless a verdict says otherwise.
  public State state() {
    return state;
  }

  /// Completes the sentence "the image …", short enough for a warning.
  public String summary() {
    return summary;
  }

  /// What to do about it: one or two sentences.
  public String advice() {
    return advice;
  }
}
