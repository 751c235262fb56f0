package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.pullcheck.config.UsageError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Kubeconfig files as kubectl reads them: what stands in the first of several files counts.
///
/// @param where the flag or variable that named the files, and the files, for messages
record Kubeconfig(String where, List<Config> files) {

  static Kubeconfig read(String source, List<Path> paths) {
    String where =
        paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    List<Config> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(parse(source + " " + path, path));
    }
    return new Kubeconfig(source + " " + where, files);
  }

  /// The client's configuration for the current context.
  io.fabric8.kubernetes.client.Config current() {
    return of(Optional.empty());
  }

  /// The client's configuration for that context; for the current one, if none is given.
  io.fabric8.kubernetes.client.Config of(Optional<String> context) {
    check(context);
    io.fabric8.kubernetes.client.Config config = io.fabric8.kubernetes.client.Config.empty();
    try {
      KubeConfigUtils.merge(config, context.orElse(null), files.toArray(Config[]::new));
    } catch (KubernetesClientException e) {
      throw problem(ApiFailure.describe(e));
    }
    return config;
  }

  private static Config parse(String where, Path path) {
    if (!Files.isRegularFile(path)) {
      throw new UsageError(where + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new UsageError(where + ": not readable");
    }
    try {
      return KubeConfigUtils.parseConfig(path.toFile());
    } catch (RuntimeException e) {
      throw new UsageError(where + ": no kubeconfig: " + ApiFailure.describe(e));
    }
  }

  private void check(Optional<String> given) {
    String current = given.orElseGet(this::currentContext);
    String what = given.isPresent() ? "context " : "current-context ";
    Context context =
        all(Config::getContexts)
            .filter(named -> current.equals(named.getName()))
            .findFirst()
            .map(NamedContext::getContext)
            .orElseThrow(() -> problem(what + current + " is not in it"));
    checkCluster(context);
    checkUser(Optional.ofNullable(context.getUser()).orElse(""));
  }

  private String currentContext() {
    return files.stream()
        .map(Config::getCurrentContext)
        .filter(name -> name != null && !name.isEmpty())
        .findFirst()
        .orElseThrow(() -> problem("it has no current-context"));
  }

  private void checkCluster(Context context) {
    Cluster cluster =
        all(Config::getClusters)
            .filter(named -> named.getName().equals(context.getCluster()))
            .findFirst()
            .map(NamedCluster::getCluster)
            .orElseThrow(() -> problem("cluster " + context.getCluster() + " is not in it"));
    if (cluster.getServer() == null || cluster.getServer().isEmpty()) {
      throw problem("cluster " + context.getCluster() + " has no server");
    }
  }

  private void checkUser(String user) {
    Optional<AuthInfo> found =
        all(Config::getUsers)
            .filter(named -> user.equals(named.getName()))
            .findFirst()
            .map(NamedAuthInfo::getUser);
    if (!user.isEmpty() && found.isEmpty()) {
      throw problem("user " + user + " is not in it");
    }
    found
        .flatMap(each -> Optional.ofNullable(each.getExec()))
        .flatMap(ExecPlugin::escape)
        .ifPresent(
            why -> {
              throw problem("user " + user + ": " + why);
            });
  }

  private <T> Stream<T> all(Function<Config, List<T>> list) {
    return files.stream()
        .flatMap(file -> Optional.ofNullable(list.apply(file)).stream().flatMap(List::stream));
  }

  private UsageError problem(String what) {
    return new UsageError(where + ": " + what);
  }
}
