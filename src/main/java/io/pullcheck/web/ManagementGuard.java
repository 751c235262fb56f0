package io.pullcheck.web;

import io.pullcheck.web.status.StatusPage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Decides which requests the management endpoint answers, for every path the same: only reading
/// ones, the one by which a check is asked for, and registries' notifications; with
/// `--management-token-file` only those that bear the token; and without it only those for a name
/// that can be this server's.
///
/// The last is against DNS rebinding: a web page whose own name is made to point to this server, or
/// to a port-forward to it, may read every answer. A page like that does not have the token. Probes
/// are answered to everybody: they say nothing of images.
///
/// A check can be asked for only by our own page or by a program, not by another site's page: such
/// a request comes without the header [#CHECK_HEADER], since a browser would ask first whether it
/// may send it, and that question is never answered; and it tells where it comes from.
final class ManagementGuard extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final Set<String> PROBES = Set.of("/livez", "/readyz", "/healthz");
  private static final String BEARER = "Bearer ";

  /// What a request for a check must have, whatever its value.
  static final String CHECK_HEADER = "X-Pullcheck";

  // An address, or a name that nobody can register: of one part, or of the cluster.
  private static final Pattern OWN =
      Pattern.compile(
          "\\[[0-9a-f:.%]+]|[0-9.]+|[a-z0-9_-]+|[a-z0-9_.-]+\\.svc(\\.cluster\\.local)?"
              + "|[a-z0-9_.-]+\\.localhost");

  private final transient Optional<Supplier<String>> token;
  private final transient Set<String> hosts;
  private final boolean notifications;

  /// @param token is asked for at each request
  /// @param hosts further names of this server: an ingress's
  /// @param notifications whether they are taken; they have a token of their own, which
  ///   [NotificationsApi] asks for
  ManagementGuard(Optional<Supplier<String>> token, Set<String> hosts, boolean notifications) {
    this.token = token;
    this.hosts = Set.copyOf(hosts);
    this.notifications = notifications;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean post = request.getMethod().equals("POST");
    boolean check = post && request.getRequestURI().equals(StatusPage.CHECK_PATH);
    if (post && request.getRequestURI().equals(NotificationsApi.PATH)) {
      if (notifications) {
        chain.doFilter(request, response);
      } else {
        refuse(response, 404, "notifications are off: see --notifications-token-file");
      }
    } else if (!check && !METHODS.contains(request.getMethod())) {
      response.setHeader("Allow", "GET, HEAD");
      refuse(response, 405, "only GET and HEAD are answered");
    } else if (PROBES.contains(request.getRequestURI())) {
      chain.doFilter(request, response);
    } else if (token.isPresent() && !bears(request, token.get().get())) {
      response.setHeader("WWW-Authenticate", "Bearer");
      refuse(response, 401, "a bearer token is needed: that of --management-token-file");
    } else if (token.isEmpty() && !isOwn(request.getServerName().toLowerCase(Locale.ROOT))) {
      refuse(response, 421, "this name is not one of the server's: see --management-hosts");
    } else if (check && !isFromHere(request)) {
      refuse(
          response, 403, "only the status page may ask, or a program that sends " + CHECK_HEADER);
    } else {
      chain.doFilter(request, response);
    }
  }

  private boolean isOwn(String host) {
    return OWN.matcher(host).matches() || hosts.contains(host);
  }

  // As Go's http.CrossOriginProtection: a browser's own word where it gives one, which it does not
  // over plain HTTP; else that the page comes from the host that is asked. Programs say neither.
  private static boolean isFromHere(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader("Origin");
    boolean here =
        site != null
            ? site.equals("same-origin")
            : origin == null || isHost(origin, Optional.ofNullable(request.getHeader("Host")));
    return here && request.getHeader(CHECK_HEADER) != null;
  }

  private static boolean isHost(String origin, Optional<String> host) {
    int scheme = origin.indexOf("://");
    return scheme > 0
        && host.filter(origin.substring(scheme + "://".length())::equalsIgnoreCase).isPresent();
  }

  // Compared in a time that does not tell how much of it is right.
  static boolean bears(HttpServletRequest request, String token) {
    String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(
            header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpServletResponse response, int status, String line)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
