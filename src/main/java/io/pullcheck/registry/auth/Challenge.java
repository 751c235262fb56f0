package io.pullcheck.registry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One challenge of a `WWW-Authenticate` header (RFC 9110, section 11.6.1).
///
/// @param scheme lower case
/// @param parameters names in lower case, values unquoted; of a repeated name the first
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
    return scheme.equals("bearer") && parameters.containsKey("realm");
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }

  /// Do both name the same scheme and the same realm?
  public boolean leadsTo(Challenge other) {
    return scheme.equals(other.scheme) && parameter("realm").equals(other.parameter("realm"));
  }

  /// Reads all challenges of all header lines: several schemes in one line, values quoted or not,
  /// in any order. What cannot be read is skipped, and so is each line that goes beyond [#LONGEST]
  /// characters in all; never fails.
  public static List<Challenge> parse(List<String> lines) {
    List<Challenge> challenges = new ArrayList<>();
    int read = 0;
    for (String line : lines) {
      if (read + line.length() <= LONGEST) {
        read += line.length();
        new Parser(line, challenges).run();
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
    private final String text;
    private final List<Challenge> found;
    private int at;

    Parser(String text, List<Challenge> found) {
      this.text = text;
      this.found = found;
    }

    void run() {
      String scheme = "";
      Map<String, String> parameters = new LinkedHashMap<>();
      while (skipSeparators()) {
        String word = token();
        if (word.isEmpty()) {
          at++;
        } else if (isParameter()) {
          at = text.indexOf('=', at) + 1;
          parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
        } else {
          add(scheme, parameters);
          scheme = word.toLowerCase(Locale.ROOT);
          parameters = new LinkedHashMap<>();
        }
      }
      add(scheme, parameters);
    }

    private void add(String scheme, Map<String, String> parameters) {
      if (!scheme.isEmpty()) {
        found.add(new Challenge(scheme, parameters));
      }
    }

    private boolean skipSeparators() {
      while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
        at++;
      }
      return at < text.length();
    }

    // A name is followed by `=`, a scheme by a space or the end.
    private boolean isParameter() {
      int next = at;
      while (next < text.length() && isSpace(text.charAt(next))) {
        next++;
      }
      return next < text.length() && text.charAt(next) == '=';
    }

    private String token() {
      int start = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private String value() {
      while (at < text.length() && isSpace(text.charAt(at))) {
        at++;
      }
      return at < text.length() && text.charAt(at) == '"' ? quoted() : unquoted();
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length();
        value.append(text.charAt(escaped ? at + 1 : at));
        at += escaped ? 2 : 1;
      }
      at++;
      return value.toString();
    }

    // Wider than a token: some registries do not quote their realm's URL.
    private String unquoted() {
      int start = at;
      while (at < text.length() && text.charAt(at) != ',' && !isSpace(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c == '\t';
    }

    private static boolean isTokenCharacter(char c) {
      return Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~/".indexOf(c) >= 0;
    }
  }
}
