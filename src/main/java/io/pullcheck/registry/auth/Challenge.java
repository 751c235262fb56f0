package io.pullcheck.registry.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One challenge of a `WWW-Authenticate` header (RFC 9110, section 11.6.1).
///
/// @param scheme lower case
/// @param parameters names in lower case, values unquoted; of a repeated name the last
public record Challenge(String scheme, Map<String, String> parameters) {

  /// Characters of all challenges of an answer. Real ones have some hundreds; what is read here is
  /// remembered, and sent to the token server.
  static final int LONGEST = 8 * 1024;

  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// About how many bytes it takes in memory.
  public int weight() {
    int weight = 64;
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      weight += 128 + each.getKey().length() + each.getValue().length();
    }
    return weight;
  }

  boolean isBearer() {
    return scheme.equals("bearer");
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }

  /// Do both name the same scheme and the same realm?
  public boolean leadsTo(Challenge other) {
    return scheme.equals(other.scheme) && parameter("realm").equals(other.parameter("realm"));
  }

  /// Reads the challenge of each header line as containerd does (its `auth/parse.go`): one a line,
  /// values are tokens or quoted, the last of a repeated parameter counts, and what follows a
  /// mistake is not read. Each line that goes beyond [#LONGEST] characters in all is skipped; never
  /// fails.
  public static List<Challenge> parse(List<String> lines) {
    List<Challenge> challenges = new ArrayList<>();
    int read = 0;
    for (String line : lines) {
      if (read + line.length() <= LONGEST) {
        read += line.length();
        new Parser(line).challenge().ifPresent(challenges::add);
      }
    }
    return challenges;
  }

  /// The challenge to answer: the first Bearer, else the first Basic.
  public static Optional<Challenge> usable(List<Challenge> challenges) {
    return challenges.stream()
        .filter(Challenge::isBearer)
        .findFirst()
        .or(() -> challenges.stream().filter(Challenge::isBasic).findFirst());
  }

  private static final class Parser {
    private static final String SEPARATORS = " \t\"(),/:;<=>?@[]\\{}";

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    Optional<Challenge> challenge() {
      String scheme = token().toLowerCase(Locale.ROOT);
      Map<String, String> parameters = new HashMap<>();
      boolean more = !scheme.isEmpty();
      while (more) {
        skipSpaces();
        String name = token().toLowerCase(Locale.ROOT);
        more = !name.isEmpty() && next('=');
        if (more) {
          parameters.put(name, next('"') ? quoted() : token());
          skipSpaces();
          more = next(',');
        }
      }
      return scheme.isEmpty() ? Optional.empty() : Optional.of(new Challenge(scheme, parameters));
    }

    private boolean next(char c) {
      boolean there = at < text.length() && text.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    private void skipSpaces() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    private String token() {
      int start = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    // One that does not end is empty.
    private String quoted() {
      StringBuilder value = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length();
        value.append(text.charAt(escaped ? at + 1 : at));
        at += escaped ? 2 : 1;
      }
      return next('"') ? value.toString() : "";
    }

    private static boolean isTokenCharacter(char c) {
      return c > ' ' && c < 127 && SEPARATORS.indexOf(c) < 0;
    }
  }
}
