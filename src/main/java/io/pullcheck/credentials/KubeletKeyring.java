package io.pullcheck.credentials;

import io.pullcheck.image.Credential;
import io.pullcheck.image.ImageReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One source of credentials, looked up as the kubelet does: `BasicDockerKeyring` in
/// pkg/credentialprovider/keyring.go, v1.36.
final class KubeletKeyring {

  private static final String DEFAULT_REGISTRY = "index.docker.io";
  private static final Pattern VERSION = Pattern.compile("^/v[12]/");

  // The most special key comes first, or so the kubelet means it: in reverse lexicographic order.
  private final TreeMap<String, SequencedSet<Credential>> credentials =
      new TreeMap<>(Comparator.reverseOrder());

  KubeletKeyring(Collection<DockerConfig> configs) {
    for (DockerConfig config : configs) {
      config.entries().forEach(this::add);
    }
  }

  private void add(DockerConfig.Entry entry) {
    String url = entry.key().matches("^https?://.*") ? entry.key() : "https://" + entry.key();
    String rest = url.substring(url.indexOf("//") + 2).replaceFirst("[?#].*", "");
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : VERSION.matcher(rest.substring(slash)).replaceFirst("/");
    String key = path.isEmpty() || path.equals("/") ? host : host + path;
    credentials.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(entry.credential());
  }

  /// The credentials whose key matches the image, in order; empty if none does.
  List<Credential> lookup(ImageReference reference) {
    List<Credential> found = new ArrayList<>();
    credentials.forEach(
        (key, values) -> {
          if (matches(key, reference.repository())) {
            found.addAll(values);
          }
        });
    if (found.isEmpty() && reference.host().equals(ImageReference.DOCKER_HUB)) {
      found.addAll(credentials.getOrDefault(DEFAULT_REGISTRY, new LinkedHashSet<>()));
    }
    return found;
  }

  /// The kubelet's `URLsMatch`: equal ports, as many parts in the host, each part matched as a
  /// glob, and the key's path a plain prefix.
  static boolean matches(String key, String repository) {
    Location glob = Location.parse(key);
    Location target = Location.parse(repository);
    if (!glob.port.equals(target.port)
        || glob.hostParts.size() != target.hostParts.size()
        || !target.path.startsWith(glob.path)) {
      return false;
    }
    for (int i = 0; i < glob.hostParts.size(); i++) {
      if (!globMatches(glob.hostParts.get(i), target.hostParts.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean globMatches(String glob, String part) {
    String[] literals = glob.split("\\*", -1);
    if (literals.length == 1) {
      return glob.equals(part);
    }
    int from = 0;
    for (int i = 0; i < literals.length; i++) {
      boolean last = i == literals.length - 1;
      int at = last ? part.length() - literals[i].length() : part.indexOf(literals[i], from);
      if (at < from || (i == 0 && at != 0) || !part.startsWith(literals[i], at)) {
        return false;
      }
      from = at + literals[i].length();
    }
    return true;
  }

  private record Location(List<String> hostParts, String port, String path) {

    static Location parse(String text) {
      int slash = text.indexOf('/');
      String authority = slash < 0 ? text : text.substring(0, slash);
      int colon = authority.lastIndexOf(':');
      boolean hasPort = colon > authority.lastIndexOf(']');
      String host = hasPort ? authority.substring(0, colon) : authority;
      return new Location(
          List.of(host.split("\\.", -1)),
          hasPort ? authority.substring(colon + 1) : "",
          slash < 0 ? "" : text.substring(slash));
    }
  }
}
