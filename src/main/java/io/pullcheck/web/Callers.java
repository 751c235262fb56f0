package io.pullcheck.web;

import io.javalin.http.Context;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;

/// Who may ask the TLS endpoint what, by the chain of certificates that the client has shown, the
/// client's own first; empty if it has shown none. That it has the key of its own is proven
/// already.
///
/// It is decided at each request, not at the handshake: one connection's client may be an API
/// server or a replica, and a CA that is withdrawn holds for open connections too.
///
/// @param reviewers who may send reviews
/// @param replicas who may copy verdicts
public record Callers(
    Predicate<List<X509Certificate>> reviewers, Predicate<List<X509Certificate>> replicas) {

  /// Anybody may send reviews, nobody may copy verdicts.
  public static final Callers OF_REVIEWS = new Callers(_ -> true, _ -> false);

  private static final String CHAIN = "jakarta.servlet.request.X509Certificate";

  boolean mayReview(Context context) {
    return reviewers.test(chain(context));
  }

  boolean mayCopy(Context context) {
    return replicas.test(chain(context));
  }

  private static List<X509Certificate> chain(Context context) {
    return context.req().getAttribute(CHAIN) instanceof X509Certificate[] chain
        ? List.of(chain)
        : List.of();
  }
}
