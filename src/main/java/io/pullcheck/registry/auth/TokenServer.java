package io.pullcheck.registry.auth;

import io.pullcheck.model.Credential;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Sender;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests a token from a realm: by GET with Basic authentication or none, or with an identity
/// token by POST, and by GET where the server knows no POST (distribution's token and OAuth2
/// specifications).
final class TokenServer {

  private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);
  // Characters. Real tokens have up to some 4,000, and many servers read no longer header.
  private static final int LONGEST = 8 * 1024;
  private static final Set<Integer> NO_POST = Set.of(400, 404, 405);
  private static final String CLIENT = "pullcheck";

  private TokenServer() {}

  static TokenResult fetch(TokenRequest request, Sender sender) {
    Optional<Credential> identity =
        request.credential().filter(each -> each.kind() == Credential.Kind.IDENTITY_TOKEN);
    if (identity.isPresent()) {
      Optional<TokenResult> result =
          sender.send(
              post(request, identity.get()),
              reply -> isUnderstood(reply) ? Optional.of(result(reply)) : Optional.empty());
      if (result.isPresent()) {
        return result.get();
      }
    }
    // A redirect is not followed: it would carry the credentials to a host that no rule has
    // allowed.
    return sender.send(get(request), TokenServer::result);
  }

  private static boolean isUnderstood(Reply reply) {
    return !(reply instanceof Reply.Response response && NO_POST.contains(response.status()));
  }

  private static TokenResult result(Reply reply) {
    Optional<JsonNode> answer =
        reply instanceof Reply.Response response && response.status() == 200
            ? json(response)
            : Optional.empty();
    return answer
        .flatMap(TokenServer::token)
        .<TokenResult>map(
            token ->
                new TokenResult.Token(
                    token, answer.map(TokenServer::life).orElse(DEFAULT_LIFE), true))
        .orElseGet(() -> new TokenResult.None(reply));
  }

  private static HttpCall get(TokenRequest request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    request.service().ifPresent(service -> parameters.put("service", service));
    parameters.put("scope", request.scope());
    request
        .credential()
        .map(Credential::username)
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> parameters.put("account", name));
    String realm = request.realm().toString();
    URI uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + encoded(parameters));
    return HttpCall.get(uri, request.credential().map(TokenServer::basic).orElse(Map.of()))
        .within(request.reach());
  }

  private static HttpCall post(TokenRequest request, Credential identity) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("grant_type", "refresh_token");
    request.service().ifPresent(service -> parameters.put("service", service));
    parameters.put("client_id", CLIENT);
    parameters.put("scope", request.scope());
    parameters.put("refresh_token", identity.secret());
    return HttpCall.post(request.realm(), encoded(parameters)).within(request.reach());
  }

  /// The header of Basic authentication.
  static Map<String, String> basic(Credential credential) {
    String pair = credential.username() + ":" + credential.secret();
    return Map.of(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  private static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Optional<JsonNode> json(Reply.Response response) {
    try {
      return Optional.of(JsonMapper.shared().readTree(response.body())).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  // A token that is longer, or has other characters, cannot be put into a header.
  private static Optional<String> token(JsonNode answer) {
    return Stream.of("token", "access_token")
        .map(name -> answer.path(name).asString(""))
        .filter(text -> text.length() <= LONGEST && text.matches("[\\x21-\\x7e]+"))
        .findFirst();
  }

  /// How long the token may be used: nine tenths of what the server says, so that it does not
  /// expire on the way.
  private static Duration life(JsonNode answer) {
    long seconds = answer.path("expires_in").asLong(0);
    Duration life =
        seconds <= 0
            ? DEFAULT_LIFE
            : Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
    return life.multipliedBy(9).dividedBy(10);
  }
}
