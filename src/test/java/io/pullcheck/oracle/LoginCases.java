package io.pullcheck.oracle;

import io.pullcheck.model.Credential;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Logins and what token servers do with them.
record LoginCases(Generator generator) {

  void add(int count) {
    generator.add("basic", count / 4, this::basic);
    generator.add("several logins", count / 4, this::severalLogins);
    generator.add("token redirects", count / 4, this::redirects);
    generator.add("token refused", count / 4, this::tokenRefused);
  }

  private Scenario basic(String domain) {
    String user = generator.mostly("user", "alice", "", "bob");
    String password = generator.mostly("password", "secret", "", "wrong");
    String line = generator.mostly("line", "Basic realm=\"r\"", "Basic", "basic realm=r");
    return Scenario.of(
            "", domain, () -> TokenCases.guarded(TokenCases.BASIC::equals, List.of(line)))
        .logins(List.of(Credential.password(user, password)));
  }

  private Scenario severalLogins(String domain) {
    Integer[] all = {200, 400, 401, 403, 404, 405, 412, 418, 429, 500, 503};
    int first = generator.any("first", all);
    int second = generator.any("second", all);
    boolean challenged = generator.now("basic only", 2);
    return Scenario.of(
            "",
            domain,
            () -> {
              Script registry = TokenCases.guarded(a -> !a.isEmpty(), List.of("Basic realm=\"r\""));
              return request -> {
                if (!challenged && request.authorization().isEmpty()) {
                  return Answer.json(401, "{}").with("WWW-Authenticate", "Basic realm=\"r\"");
                }
                int status =
                    request.authorization().isEmpty()
                        ? 200
                        : request.authorization().equals(TokenCases.BASIC) ? first : second;
                return status == 200
                    ? registry.answer(request)
                    : Answer.json(status, status == 404 ? Images.UNKNOWN : "{}");
              };
            })
        .logins(List.of(TokenCases.ALICE, Credential.password("bob", "b")));
  }

  private Scenario redirects(String domain) {
    int status = generator.any("redirect", 301, 302, 303, 307, 308);
    String target =
        generator.any(
            "to",
            "https://auth." + domain + "/other",
            "/other",
            "https://login." + domain + "/other",
            "https://login.s" + domain + "/other");
    boolean login = generator.now("login", 2);
    int count = generator.mostly("hops", 1, 2, 9, 10);
    boolean postOnly = generator.now("POST only", 3);
    Scenario scenario =
        Scenario.of(
            "",
            domain,
            () -> {
              Script registry =
                  TokenCases.guarded("Bearer t"::equals, List.of(TokenCases.challenge(domain)));
              Map<String, Integer> hops = new ConcurrentHashMap<>();
              return request -> {
                boolean asksToken =
                    request.host().startsWith("auth.") || request.host().startsWith("login.");
                if (!asksToken) {
                  return registry.answer(request);
                }
                int hop = hops.merge(request.method(), 1, Integer::sum);
                boolean moves = hop <= count && (!postOnly || request.method().equals("POST"));
                return moves
                    ? Answer.of(status).with("Location", target)
                    : Answer.json(200, "{\"token\":\"t\",\"access_token\":\"t\"}");
              };
            });
    return login ? scenario.logins(List.of(TokenCases.ALICE)) : scenario;
  }

  private Scenario tokenRefused(String domain) {
    int status = generator.any("status", 401, 403, 404, 400, 429, 500);
    String line =
        generator.mostly(
            "challenge",
            TokenCases.challenge(domain),
            TokenCases.challenge(domain) + ",error=\"invalid_token\"",
            "Basic realm=\"r\"",
            "");
    int times = generator.any("times", 1, 2, 3, 9);
    boolean login = generator.now("login", 2);
    Scenario scenario =
        Scenario.of(
            "",
            domain,
            () -> {
              Script registry =
                  TokenCases.guarded("Bearer t"::equals, List.of(TokenCases.challenge(domain)));
              Map<String, Integer> asked = new ConcurrentHashMap<>();
              return request -> {
                if (request.host().startsWith("auth.")) {
                  return TokenCases.token(request);
                }
                if (!request.authorization().isEmpty()
                    && asked.merge(request.method(), 1, Integer::sum) <= times) {
                  Answer refusal = Answer.json(status, "{}");
                  return line.isEmpty() ? refusal : refusal.with("WWW-Authenticate", line);
                }
                return registry.answer(request);
              };
            });
    Optional<Credential> alice = login ? Optional.of(TokenCases.ALICE) : Optional.empty();
    return scenario.logins(alice.stream().toList());
  }
}
