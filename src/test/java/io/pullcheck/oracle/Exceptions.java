package io.pullcheck.oracle;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.oracle.Comparison.Compared;
import java.util.Arrays;
import java.util.function.Predicate;

/// Where Pullcheck is meant to differ from a node.
@SuppressWarnings("ImmutableEnumChecker") // The predicates are lambdas without state.
enum Exceptions {
  /// A node sends its login to whoever a registry names: to a token server on another domain, and
  /// to where a registry or its token server redirects. Pullcheck does not.
  LOGIN_TO_STRANGERS(each -> is(each, Reason.REALM_REFUSED) && !each.scenario().logins().isEmpty()),
  /// A node follows a redirect from HTTPS to HTTP, and addresses that Pullcheck may not ask.
  REFUSED_TARGET(each -> is(each, Reason.REDIRECT_REFUSED) || is(each, Reason.ADDRESS_REFUSED)),
  /// An artifact arrives and cannot be unpacked; the oracle unpacks nothing.
  NOT_AN_IMAGE(each -> is(each, Reason.NOT_AN_IMAGE)),
  /// The kubelet knows no identity tokens. A user's own docker config has them, in a scan.
  IDENTITY_TOKEN(
      each ->
          each.scenario().logins().stream()
              .anyMatch(login -> login.kind() == Credential.Kind.IDENTITY_TOKEN));

  private final Predicate<Compared> holds;

  Exceptions(Predicate<Compared> holds) {
    this.holds = holds;
  }

  static boolean has(Compared compared) {
    return Arrays.stream(values()).anyMatch(each -> each.holds.test(compared));
  }

  /// Whether a recording ends where Pullcheck has refused to go on, or has shown a login that no
  /// node has: what the node then asks for was not recorded.
  static boolean endsEarly(Compared compared) {
    return compared.reason().filter(Reason.REALM_REFUSED::equals).isPresent()
        || IDENTITY_TOKEN.holds.test(compared)
        // A node shows its mirrors the login for the registry; Pullcheck, the mirrors' own.
        || compared.scenario().name().startsWith("mirrors/credentials-of-its-own ");
  }

  // Only ever in one direction: the image arrives, and Pullcheck says that it does not.
  private static boolean is(Compared compared, Reason reason) {
    return compared.outcome().arrived() && compared.reason().filter(reason::equals).isPresent();
  }
}
