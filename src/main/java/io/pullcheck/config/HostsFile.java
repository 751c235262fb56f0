package io.pullcheck.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// A `hosts.toml`, read as containerd reads it (core/remotes/docker/config/hosts.go,
/// parseHostsFile).
///
/// @param hosts that are asked first, in the file's order
/// @param server the registry's own URL; empty: what its name says
/// @param own what the file says of the server
record HostsFile(List<Host> hosts, String server, Host own) {

  private static final TomlMapper TOML = new TomlMapper();

  /// One entry.
  ///
  /// @param url with `http` or `https`, or a host alone
  record Host(
      String url,
      boolean resolves,
      boolean pulls,
      boolean overridePath,
      List<Path> authorities,
      List<Endpoint.ClientCertificate> clients,
      boolean skipVerify,
      Map<String, String> headers) {

    private URI uri() {
      return URI.create(url.startsWith("http") ? url : "https://" + url);
    }

    private String host() {
      return uri().getAuthority().toLowerCase(Locale.ROOT);
    }

    private Mirror mirror() {
      Mirror all = Mirror.at(host(), uri().normalize().getPath(), overridePath);
      return new Mirror(all.host(), all.root(), resolves, pulls, Optional.of(endpoint()));
    }

    private Endpoint endpoint() {
      boolean plain = !url.isEmpty() && "http".equals(uri().getScheme());
      return new Endpoint(authorities, clients, plain, skipVerify, headers);
    }
  }

  /// @param folder that paths in the file start from
  /// @throws UsageError if containerd refuses the file
  static HostsFile parse(Path folder, String text) {
    try {
      JsonNode root = TOML.readTree(text);
      List<Host> hosts = new ArrayList<>();
      for (Map.Entry<String, JsonNode> each : root.path("host").properties()) {
        hosts.add(host(folder, each.getKey(), each.getValue()));
      }
      String server = text(root, "server");
      HostsFile file = new HostsFile(hosts, server, host(folder, server, root));
      hosts.forEach(Host::host);
      return file;
    } catch (JacksonException e) {
      throw new UsageError("not TOML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UsageError("a host is no URL", e);
    }
  }

  /// Where images of a registry are asked for. A server of another name, or another path, is one
  /// more mirror, after which nobody is asked.
  NodeHosts.Route route(String registry) {
    List<Mirror> mirrors = new ArrayList<>(hosts.stream().map(Host::mirror).toList());
    boolean itself = server.isEmpty() || isItself(registry);
    if (!itself) {
      mirrors.add(own.mirror());
    }
    boolean serves = server.isEmpty() || (own.resolves && own.pulls);
    return new NodeHosts.Route(
        mirrors, itself && serves, itself ? own.endpoint() : Endpoint.PLAIN_TLS);
  }

  private boolean isItself(String registry) {
    return NodeHosts.isItself(registry, own.host()) && own.mirror().root().equals("/v2");
  }

  private static Host host(Path folder, String url, JsonNode table) {
    List<String> capabilities = texts(table.path("capabilities"), "capabilities");
    for (String each : capabilities) {
      if (!List.of("pull", "resolve", "push", "referrers")
          .contains(each.toLowerCase(Locale.ROOT))) {
        throw UsageError.value(each, "is not a capability", "pull, resolve, push, referrers");
      }
    }
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : table.path("header").properties()) {
      headers.put(each.getKey(), String.join(", ", texts(each.getValue(), "header")));
    }
    return new Host(
        url,
        has(capabilities, "resolve"),
        has(capabilities, "pull"),
        flag(table, "override_path"),
        texts(table.path("ca"), "ca").stream().map(folder::resolve).toList(),
        clients(folder, table.path("client")),
        flag(table, "skip_verify"),
        headers);
  }

  // Without any, a host has all of them.
  private static boolean has(List<String> capabilities, String one) {
    return capabilities.isEmpty() || capabilities.stream().anyMatch(one::equalsIgnoreCase);
  }

  // A text, texts, or pairs of texts: a certificate with its key in the same file, or in another.
  private static List<Endpoint.ClientCertificate> clients(Path folder, JsonNode node) {
    List<Endpoint.ClientCertificate> clients = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node.values() : List.of(node)) {
      List<String> pair = texts(each, "client");
      if (pair.size() > 2 || (each.isArray() && pair.size() != 2)) {
        throw UsageError.value(each.toString(), "is not a pair of client", "certificate and key");
      }
      if (!pair.isEmpty()) {
        clients.add(
            new Endpoint.ClientCertificate(
                folder.resolve(pair.getFirst()), folder.resolve(pair.getLast())));
      }
    }
    return clients;
  }

  private static List<String> texts(JsonNode node, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node.values() : List.of(node)) {
      if (each.isString()) {
        texts.add(each.stringValue());
      } else if (!each.isMissingNode()) {
        throw UsageError.value(each.toString(), "is not a value of " + key, "a text, or texts");
      }
    }
    return texts;
  }

  private static String text(JsonNode table, String key) {
    return String.join("", texts(table.path(key), key));
  }

  private static boolean flag(JsonNode table, String key) {
    JsonNode node = table.path(key);
    if (!node.isMissingNode() && !node.isBoolean()) {
      throw UsageError.value(node.toString(), "is not a value of " + key, "true, false");
    }
    return node.asBoolean(false);
  }
}
