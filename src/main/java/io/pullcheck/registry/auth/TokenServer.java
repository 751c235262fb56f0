package io.pullcheck.registry.auth;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reach;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.http.Sender;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Requests a token from a realm as containerd does (its `core/remotes/docker/authorizer.go` and
/// `auth/fetch.go`): with a login by POST, and by GET with Basic authentication where the server
/// does not take that; without a login by GET.
final class TokenServer {

  // Requests after the first, as Go's client follows redirects.
  private static final int MOST_REDIRECTS = 9;
  private static final Set<Integer> NO_POST = Set.of(400, 401, 404, 405);
  private static final String CLIENT = "pullcheck";

  private TokenServer() {}

  static TokenResult fetch(TokenRequest request, Sender sender) {
    Optional<Credential> login = request.login();
    if (login.isPresent()) {
      Optional<TokenResult> result =
          follow(
              post(request, login.get()),
              sender,
              reply -> isTaken(reply) ? Optional.of(posted(reply)) : Optional.empty());
      if (result.isPresent()) {
        return result.get();
      }
    }
    return follow(get(request), sender, TokenServer::got);
  }

  private static boolean isTaken(Reply reply) {
    return !(reply instanceof Reply.Response response && NO_POST.contains(response.status()));
  }

  private static TokenResult posted(Reply reply) {
    return result(reply, TokenAnswer::ofPost);
  }

  private static TokenResult got(Reply reply) {
    return result(reply, TokenAnswer::ofGet);
  }

  private static TokenResult result(
      Reply reply, Function<TokenAnswer, Optional<TokenResult.Token>> token) {
    return reply instanceof Reply.Response response
            && response.status() >= 200
            && response.status() < 400
        ? TokenAnswer.read(response.body())
            .flatMap(token)
            .<TokenResult>map(found -> found)
            .orElseGet(() -> new TokenResult.None(reply))
        : new TokenResult.None(reply);
  }

  /// Follows redirects as Go's client does. A login is only sent to the host that it was meant for:
  /// elsewhere a GET goes on without it, and a POST that would carry it does not go on.
  private static <T> T follow(HttpCall first, Sender sender, Function<Reply, T> use) {
    HttpCall call = first;
    for (int hops = 0; ; hops++) {
      HttpCall sent = call;
      boolean last = hops == MOST_REDIRECTS;
      Followed<T> followed =
          sender.send(
              sent,
              reply ->
                  next(first, sent, reply)
                      .filter(_ -> !last)
                      .map(to -> new Followed<T>(Optional.of(to), Optional.empty()))
                      .orElseGet(
                          () -> new Followed<>(Optional.empty(), Optional.of(use.apply(reply)))));
      if (followed.next().isEmpty()) {
        return followed.result().orElseThrow();
      }
      Redirect to = followed.next().get();
      if (to.refused()) {
        return use.apply(
            new Reply.Failure(Reason.REALM_REFUSED, "it redirects the login to another host"));
      }
      call = to.call();
    }
  }

  private record Followed<T>(Optional<Redirect> next, Optional<T> result) {}

  /// @param refused whether it would take the login elsewhere
  private record Redirect(HttpCall call, boolean refused) {}

  private static Optional<Redirect> next(HttpCall first, HttpCall sent, Reply reply) {
    if (!(reply instanceof Reply.Response response)) {
      return Optional.empty();
    }
    return Requests.redirect(sent.uri(), response)
        .map(
            target -> {
              boolean home = Requests.sameOrigin(first.uri(), target);
              boolean kept = response.status() == 307 || response.status() == 308;
              HttpCall moved = sent.redirected(target, home);
              if (!home && sent.reach() == Reach.ANYWHERE) {
                // Nobody vouches for the target: it is asked as a stranger's token server is.
                moved = moved.within(Reach.VERIFIED);
              }
              return new Redirect(
                  kept ? moved : moved.byGet(), kept && sent.form().isPresent() && !home);
            });
  }

  private static HttpCall get(TokenRequest request) {
    List<String> parameters = new ArrayList<>();
    request
        .service()
        .filter(service -> !service.isEmpty())
        .ifPresent(service -> parameters.add(parameter("service", service)));
    request.scopes().forEach(scope -> parameters.add(parameter("scope", scope)));
    String realm = request.realm().toString();
    URI uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + String.join("&", parameters));
    return HttpCall.get(uri, request.login().map(TokenServer::basic).orElse(Map.of()))
        .within(request.reach());
  }

  private static HttpCall post(TokenRequest request, Credential login) {
    List<String> parameters = new ArrayList<>();
    parameters.add(parameter("scope", String.join(" ", request.scopes())));
    parameters.add(parameter("service", request.service().orElse("")));
    parameters.add(parameter("client_id", CLIENT));
    if (login.kind() == Credential.Kind.IDENTITY_TOKEN) {
      parameters.add(parameter("grant_type", "refresh_token"));
      parameters.add(parameter("refresh_token", login.secret()));
    } else {
      parameters.add(parameter("grant_type", "password"));
      parameters.add(parameter("username", login.username()));
      parameters.add(parameter("password", login.secret()));
    }
    return HttpCall.post(request.realm(), String.join("&", parameters)).within(request.reach());
  }

  private static String parameter(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /// The header of Basic authentication.
  static Map<String, String> basic(Credential credential) {
    String pair = credential.username() + ":" + credential.secret();
    return Map.of(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
