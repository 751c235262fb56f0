package io.pullcheck.registry;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One behaviour of registries as a recorded exchange: `registry/<family>/<case>/exchange.http`.
///
/// It begins with comments that say what is known of it, and settings:
///
///     # A missing repository is told from a private one by nothing.
///     rows: 16
///     image: quay.io/shop/cart:v1
///     login: alice secret
///
/// Then come checks. Each is the requests expected (`>`) with the responses given (`<`), in order,
/// and the verdict due (`=`). A request without an Authorization line must come without one. The
/// empty line before a body is a lone `>` or `<`. `< closed` is no response but the end of the
/// connection. `wait 5m` lets time pass between checks.
///
///     > HEAD https://quay.io/v2/shop/cart/manifests/v1
///     < 401
///     < WWW-Authenticate: Bearer realm="https://quay.io/v2/auth",service="quay.io"
///     = authentication_failure private_or_absent
public record RecordedCase(String name, Map<String, List<String>> settings, List<Step> steps) {

  private static final Set<String> SETTINGS =
      Set.of(
          "rows",
          "image",
          "login",
          "mirror",
          "mirror-login",
          "override-path",
          "auth-host",
          "trouble");

  public sealed interface Step {
    /// Time passes.
    record Wait(Duration time) implements Step {}

    /// A check with its exchanges and its verdict.
    record Check(List<Exchange> exchanges, String verdict) implements Step {}
  }

  /// A request, and the response to it.
  public record Exchange(Message request, Message response) {}

  /// A request or a response.
  ///
  /// @param start `HEAD https://…` or `404`
  /// @param headers names in lower case
  public record Message(String start, Map<String, List<String>> headers, String body) {

    public Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
  }

  static RecordedCase read(Path root, Path file) throws IOException {
    Reader reader = new Reader();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      try {
        reader.line(line);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(file + ":" + number + ": " + line, e);
      }
    }
    reader.end(file);
    return new RecordedCase(
        root.relativize(file.getParent()).toString(), reader.settings, reader.steps);
  }

  public Optional<String> setting(String name) {
    return settings.getOrDefault(name, List.of()).stream().findFirst();
  }

  /// The rows of the classification table that it is about.
  Set<String> rows() {
    return new TreeSet<>(List.of(setting("rows").orElseThrow().split(", *", -1)));
  }

  /// All cases below a folder.
  public static List<RecordedCase> all(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<RecordedCase> cases = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        cases.add(read(root, file));
      }
      return cases;
    }
  }

  /// Every host that is spoken to.
  Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    for (Step step : steps) {
      if (step instanceof Step.Check check) {
        check.exchanges.forEach(
            each ->
                hosts.add(each.request.start.replaceFirst(".*://", "").replaceFirst("/.*", "")));
      }
    }
    return hosts;
  }

  /// The logins of a kind, in order.
  ///
  /// @param kind `login`, or `mirror-login`
  public Candidates candidates(String kind) {
    List<Credential> logins = new ArrayList<>();
    for (String login : settings.getOrDefault(kind, List.of())) {
      String[] parts = login.split(" ", -1);
      logins.add(
          parts[0].equals("identity-token")
              ? new Credential(Credential.Kind.IDENTITY_TOKEN, "", parts[1])
              : Credential.password(parts[0], parts[1]));
    }
    return new Candidates(
        logins, setting("trouble").map(word -> Reason.valueOf(word.toUpperCase(Locale.ROOT))));
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class Reader {
    private final Map<String, List<String>> settings = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private List<Exchange> exchanges = new ArrayList<>();
    private List<String> request = new ArrayList<>();
    private List<String> response = new ArrayList<>();

    void line(String line) {
      if (line.startsWith(">")) {
        if (!response.isEmpty()) {
          exchange();
        }
        request.add(text(line));
      } else if (line.startsWith("<")) {
        response.add(text(line));
      } else if (line.startsWith("=")) {
        exchange();
        steps.add(new Step.Check(exchanges, text(line)));
        exchanges = new ArrayList<>();
      } else if (line.startsWith("wait ")) {
        steps.add(new Step.Wait(Duration.parse("PT" + line.substring(5).toUpperCase(Locale.ROOT))));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        String name = line.substring(0, colon);
        if (!SETTINGS.contains(name)) {
          throw new IllegalArgumentException("no such setting; there are " + SETTINGS);
        }
        settings.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.substring(colon + 2));
      }
    }

    void end(Path file) {
      if (steps.isEmpty() || !request.isEmpty() || !exchanges.isEmpty()) {
        throw new IllegalArgumentException(file + ": it does not end with a verdict");
      }
    }

    private static String text(String line) {
      return line.length() > 2 ? line.substring(2) : "";
    }

    private void exchange() {
      if (!request.isEmpty()) {
        exchanges.add(new Exchange(message(request), message(response)));
        request = new ArrayList<>();
        response = new ArrayList<>();
      }
    }

    private static Message message(List<String> lines) {
      Map<String, List<String>> headers = new LinkedHashMap<>();
      int body = 1;
      while (body < lines.size() && !lines.get(body).isEmpty()) {
        int colon = lines.get(body).indexOf(':');
        headers
            .computeIfAbsent(
                lines.get(body).substring(0, colon).toLowerCase(Locale.ROOT),
                _ -> new ArrayList<>())
            .add(lines.get(body).substring(colon + 1).strip());
        body++;
      }
      List<String> rest = lines.subList(Math.min(body + 1, lines.size()), lines.size());
      return new Message(lines.getFirst(), headers, String.join("\n", rest));
    }
  }
}
