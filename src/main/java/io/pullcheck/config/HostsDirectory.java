package io.pullcheck.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// containerd's `certs.d` tree as it stands on nodes: a folder for each registry, with a
/// `hosts.toml`, or with certificates alone as Docker has them (containerd,
/// core/remotes/docker/config/hosts.go).
///
/// @param folders by name, in order
public record HostsDirectory(Map<String, Folder> folders) {

  private static final Logger log = LoggerFactory.getLogger(HostsDirectory.class);

  /// No tree.
  public static final HostsDirectory EMPTY = new HostsDirectory(Map.of());

  private static final String DEFAULT = "_default";
  private static final String HOSTS = "hosts.toml";

  public HostsDirectory {
    folders = new TreeMap<>(folders);
  }

  /// What stands in one folder.
  ///
  /// @param hosts the content of its `hosts.toml`; empty if there is none
  /// @param files that stand beside it
  public record Folder(Path path, String hosts, List<Path> files) {}

  /// Reads the tree.
  ///
  /// @throws UsageError if it cannot be read
  public static HostsDirectory read(Path root) {
    Map<String, Folder> folders = new HashMap<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path each : entries.filter(Files::isDirectory).toList()) {
        String name = each.getFileName().toString();
        // A ConfigMap's volume has its versions in folders `..2026_01_01`.
        if (!name.startsWith("..")) {
          folders.put(name, folder(each));
        }
      }
    } catch (IOException e) {
      throw UsageError.unreadable(root, e);
    }
    return new HostsDirectory(folders);
  }

  private static Folder folder(Path path) throws IOException {
    Path hosts = path.resolve(HOSTS);
    try (Stream<Path> files = Files.list(path)) {
      return new Folder(
          path,
          Files.exists(hosts) ? Files.readString(hosts) : "",
          files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  /// What it says of each registry. As on a node, a `hosts.toml` that cannot be read counts for
  /// nothing, and the certificates beside it are what its folder says.
  public NodeHosts hosts() {
    Map<String, NodeHosts.Route> registries = new HashMap<>();
    folders.forEach(
        (name, folder) -> {
          String registry = registry(name);
          if (registry.equals(name) || !folders.containsKey(registry)) {
            registries.put(registry, file(folder).route(registry));
          }
        });
    return new NodeHosts(registries);
  }

  // `host_5000_` stands for `host:5000`, which some file systems do not take.
  private static String registry(String folder) {
    return folder.equals(DEFAULT)
        ? HostSettings.ANY
        : folder.replaceFirst("_([0-9]+)_$", ":$1").toLowerCase(Locale.ROOT);
  }

  private static HostsFile file(Folder folder) {
    try {
      if (!folder.hosts.isBlank()) {
        return HostsFile.parse(folder.path, folder.hosts);
      }
    } catch (UsageError e) {
      log.atError()
          .addKeyValue("file", folder.path.resolve(HOSTS))
          .addKeyValue("problem", e.getMessage())
          .log("hosts.toml refused, as a node refuses it: only the certificates beside it count");
    }
    return new HostsFile(List.of(), "", certificates(folder));
  }

  /// `.crt` are CAs, `.cert` a client's certificates, with `.key` of the same name.
  private static HostsFile.Host certificates(Folder folder) {
    List<Path> authorities = new ArrayList<>();
    List<Endpoint.ClientCertificate> clients = new ArrayList<>();
    for (Path file : folder.files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".crt")) {
        authorities.add(file);
      } else if (name.endsWith(".cert")) {
        Path key = file.resolveSibling(name.replaceFirst("\\.cert$", ".key"));
        clients.add(new Endpoint.ClientCertificate(file, folder.files.contains(key) ? key : file));
      }
    }
    return new HostsFile.Host("", true, true, false, authorities, clients, false, Map.of());
  }
}
