package io.pullcheck.oracle;

import io.pullcheck.model.Credential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Token servers, challenges and logins.
record TokenCases(Generator generator) {

  static final Credential ALICE = Credential.password("alice", "secret");
  static final String BASIC = "Basic YWxpY2U6c2VjcmV0";

  void add(int count) {
    generator.add("anonymous tokens", count, this::anonymous);
    generator.add("tokens with a login", count, this::withLogin);
    generator.add("challenges", count, this::challenges);
  }

  /// The content for whoever has the authorization, else these challenges.
  static Script guarded(Function<String, Boolean> mayRead, List<String> challenges) {
    Images images = new Images();
    images.tag(images.image("linux", "amd64", "layer"));
    Script content = ManifestCases.serving(images);
    return request -> {
      if (mayRead.apply(request.authorization())) {
        return content.answer(request);
      }
      Answer refusal = Answer.json(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}");
      for (String challenge : challenges) {
        refusal = refusal.and("WWW-Authenticate", challenge);
      }
      return refusal;
    };
  }

  static String challenge(String domain) {
    return "Bearer realm=\"https://auth.%s/token\",service=\"reg\",scope=\"repository:shop/cart:pull\""
        .formatted(domain);
  }

  private Scenario anonymous(String domain) {
    int status = status();
    String body = tokenBody();
    return Scenario.of(
        "",
        domain,
        () -> {
          Script registry = guarded("Bearer t"::equals, List.of(challenge(domain)));
          return request ->
              request.host().startsWith("auth.")
                  ? Answer.json(status, body)
                  : registry.answer(request);
        });
  }

  private int status() {
    return generator.mostly(
        "status", 200, 201, 202, 204, 206, 226, 299, 300, 304, 400, 401, 403, 404, 405, 429, 500,
        503);
  }

  private String tokenBody() {
    String token = generator.any("body", OddValues.TOKENS);
    String more = generator.mostly("more", "", OddValues.TOKEN_FIELDS);
    String around = generator.mostly("around", "%s", OddValues.AROUND);
    return around.formatted("{" + (token + more).replaceFirst("^,", "") + "}");
  }

  private Scenario withLogin(String domain) {
    int post =
        generator.any(
            "POST", 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 405, 410, 422, 429, 500, 501,
            503);
    int get = generator.mostly("GET", 200, 401, 403, 404, 500);
    String postBody = tokenBody();
    String getBody =
        generator.mostly("GET body", "{\"token\":\"t\"}", "{\"access_token\":\"t\"}", "{}");
    String user = generator.mostly("user", "alice", "", "al:ice", "älice");
    String password =
        generator.mostly("password", "secret", "", "a:b", "a&b=c d", "pä", "x".repeat(2000));
    Credential login = Credential.password(user.contains(":") ? "alice" : user, password);
    return Scenario.of(
            "",
            domain,
            () -> {
              Script registry = guarded("Bearer t"::equals, List.of(challenge(domain)));
              return request -> {
                if (!request.host().startsWith("auth.")) {
                  return registry.answer(request);
                }
                boolean byPost = request.method().equals("POST");
                int status = byPost ? post : get;
                return Answer.json(status, byPost ? postBody : getBody);
              };
            })
        .logins(List.of(login));
  }

  private Scenario challenges(String domain) {
    String realm = "https://auth." + domain + "/token";
    List<String> lines = new ArrayList<>();
    String[] all =
        Arrays.stream(OddValues.CHALLENGES)
            .map(each -> each.replace("REALM", realm).replace("DOMAIN", domain))
            .map(each -> each.replace("BACKSLASHED", realm.replace("/token", "\\/token")))
            .toArray(String[]::new);
    lines.add(generator.any("line", all));
    if (generator.now("another", 3)) {
      lines.add(generator.any("line", all));
    }
    boolean login = generator.now("login", 2);
    Scenario scenario =
        Scenario.of(
            "",
            domain,
            () -> {
              Script registry = guarded(a -> a.equals("Bearer t") || a.equals(BASIC), lines);
              return request ->
                  request.host().startsWith("auth.") ? token(request) : registry.answer(request);
            });
    return login ? scenario.logins(List.of(ALICE)) : scenario;
  }

  // A token for the repository, to whoever asks for that among others.
  static Answer token(Request request) {
    String asked = request.method().equals("POST") ? request.body() : request.target();
    return Answer.json(
        200,
        asked.contains("repository%3Ashop%2Fcart%3Apull")
            ? "{\"token\":\"t\",\"access_token\":\"t\"}"
            : "{\"token\":\"u\",\"access_token\":\"u\"}");
  }
}
