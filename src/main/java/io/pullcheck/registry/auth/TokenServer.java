package io.pullcheck.registry.auth;

import io.pullcheck.model.Credential;
import io.pullcheck.registry.Classification;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.limit.RetryAfter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

/// Asks a realm for a token: by GET with Basic authentication or none, or with an identity token by
/// POST (distribution's token and OAuth2 specifications).
public final class TokenServer {

  private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);
  private static final Set<Integer> NO_POST = Set.of(400, 404, 405);
  private static final String CLIENT = "pullcheck";

  private final Requests requests;
  private final InstantSource clock;

  public TokenServer(Requests requests, InstantSource clock) {
    this.requests = requests;
    this.clock = clock;
  }

  Tokens.Fetched fetch(TokenRequest request, Deadline deadline) {
    Optional<Credential> identity =
        request.credential().filter(each -> each.kind() == Credential.Kind.IDENTITY_TOKEN);
    if (identity.isPresent()) {
      Reply reply = requests.send(post(request, identity.get()), request.registry(), deadline);
      boolean understood =
          !(reply instanceof Reply.Response response && NO_POST.contains(response.status()));
      if (understood) {
        return fetched(request, reply);
      }
    }
    // A redirect is not followed: it would carry the credentials to where nobody has looked.
    return fetched(request, requests.send(get(request), request.registry(), deadline));
  }

  private Tokens.Fetched fetched(TokenRequest request, Reply reply) {
    Instant now = clock.instant();
    return switch (reply) {
      case Reply.Failure failure ->
          new Tokens.Fetched(new TokenResult.None(Classification.failure(failure)), now);
      case Reply.Response response -> {
        Optional<JsonNode> answer = response.status() == 200 ? json(response) : Optional.empty();
        Optional<String> token = answer.flatMap(TokenServer::token);
        TokenResult result =
            token
                .<TokenResult>map(value -> new TokenResult.Token(value, true))
                .orElseGet(
                    () ->
                        new TokenResult.None(
                            Classification.token(
                                request.registry(),
                                request.credential().isPresent(),
                                response,
                                now),
                            RetryAfter.ofTrouble(response, now)));
        yield new Tokens.Fetched(
            result, Tokens.renewal(now, answer.map(TokenServer::life).orElse(DEFAULT_LIFE)));
      }
    };
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
    return HttpCall.get(uri, request.credential().map(TokenServer::basic).orElse(Map.of()));
  }

  private static HttpCall post(TokenRequest request, Credential identity) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("grant_type", "refresh_token");
    request.service().ifPresent(service -> parameters.put("service", service));
    parameters.put("client_id", CLIENT);
    parameters.put("scope", request.scope());
    parameters.put("refresh_token", identity.secret());
    return HttpCall.post(request.realm(), encoded(parameters));
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

  // One that would break the header is none.
  private static Optional<String> token(JsonNode answer) {
    return Stream.of("token", "access_token")
        .map(name -> answer.path(name).asString(""))
        .filter(text -> text.matches("[\\x21-\\x7e]+"))
        .findFirst();
  }

  private static Duration life(JsonNode answer) {
    long seconds = answer.path("expires_in").asLong(0);
    Duration life =
        seconds <= 0
            ? DEFAULT_LIFE
            : Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
    return life;
  }
}
