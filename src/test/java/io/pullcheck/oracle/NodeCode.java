package io.pullcheck.oracle;

import io.pullcheck.config.Mirror;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.testing.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program of src/oracle: what a node's own code ends with.
///
/// @param program its file
/// @param folder for the files that it is handed
/// @param hosts a `certs.d` tree
record NodeCode(Path program, Path folder, Path authorities, String proxy, Optional<Path> hosts) {

  /// What became of one image.
  record Outcome(String state, String detail) {
    boolean arrived() {
      return state.equals("pulled");
    }
  }

  /// Pulls the images of scenarios that have level and platform in common, all at a time.
  List<Outcome> pull(List<Scenario> scenarios) throws IOException {
    Scenario first = scenarios.getFirst();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "pull", "--capath", authorities.toString()));
    command.addAll(List.of("--config", config(scenarios).toString()));
    command.addAll(List.of("--docker-config", logins(scenarios).toString()));
    command.addAll(List.of("--platforms", first.platform()));
    command.addAll(List.of("--depth", depth(first.level())));
    hosts.ifPresent(tree -> command.addAll(List.of("--hosts-dir", tree.toString())));
    scenarios.forEach(each -> command.add(each.image()));
    Command.Result result =
        Command.run(Map.of("HTTPS_PROXY", proxy, "HTTP_PROXY", proxy, "NO_PROXY", ""), "", command);
    if (result.exit() != 0) {
      throw new IOException("the oracle failed: " + result.err());
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (JsonNode each : JsonMapper.shared().readTree(result.out())) {
      outcomes.add(new Outcome(each.path("state").asString(), each.path("detail").asString()));
    }
    return outcomes;
  }

  /// The full names of images; empty for what names none.
  static List<String> names(Path program, List<String> written) throws IOException {
    StringBuilder lines = new StringBuilder();
    written.forEach(
        each -> lines.append(JsonMapper.shared().writeValueAsString(each)).append('\n'));
    Command.Result result =
        Command.run(Map.of(), lines.toString(), List.of(program.toString(), "refs"));
    return result
        .out()
        .lines()
        .map(each -> JsonMapper.shared().readTree(each).stringValue())
        .toList();
  }

  // A check of platforms also looks at what the configs say of them.
  private static String depth(Verification level) {
    return level == Verification.PLATFORM ? "config" : level.name().toLowerCase(Locale.ROOT);
  }

  private Path config(List<Scenario> scenarios) throws IOException {
    StringBuilder yaml = new StringBuilder("registries:\n");
    for (Scenario each : scenarios) {
      List<Mirror> mirrors = each.settings().mirrors();
      if (!mirrors.isEmpty()) {
        yaml.append("- host: ").append(each.registry()).append("\n  mirrors: ");
        yaml.append(mirrors.stream().map(mirror -> mirror.host() + mirror.root()).toList());
        yaml.append("\n  overridePath: true\n");
      }
    }
    return Files.writeString(folder.resolve("config.yaml"), yaml);
  }

  // The kubelet orders the entries of one registry by their keys, in reverse: the longest first.
  private Path logins(List<Scenario> scenarios) throws IOException {
    Map<String, Object> auths = new LinkedHashMap<>();
    for (Scenario each : scenarios) {
      String key = each.reference().map(ImageReference::repository).orElse(each.registry());
      for (Credential login : each.logins()) {
        String pair = login.username() + ":" + login.secret();
        String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        auths.put(key, Map.of("auth", auth));
        key = key.substring(0, key.length() - 1);
      }
    }
    String json = JsonMapper.shared().writeValueAsString(Map.of("auths", auths));
    return Files.writeString(folder.resolve("logins.json"), json);
  }
}
