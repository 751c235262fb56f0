package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Kubeconfig files as kubectl reads them: what stands in the first of several files counts.
///
/// @param where the flag or variable that named the files, and the files, for messages
record Kubeconfig(String where, List<Config> files) {

  // Those that fabric8 takes from an auth-provider.
  private static final String ID_TOKEN = "id-token";
  private static final String ACCESS_TOKEN = "access-token";

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
    user(context).ifPresent(user -> complete(config, user));
    return config;
  }

  // What fabric8 leaves out without a word.
  private static void complete(io.fabric8.kubernetes.client.Config config, AuthInfo user) {
    if (isGiven(user.getAs())) {
      config.setImpersonateUsername(user.getAs());
      config.setImpersonateGroups(
          Optional.ofNullable(user.getAsGroups()).orElse(List.of()).toArray(String[]::new));
      config.setImpersonateExtras(user.getAsUserExtra());
    }
    if (isGiven(user.getTokenFile())) {
      // As in kubectl, the file is beside the kubeconfig, and comes before a token.
      Path folder =
          Optional.ofNullable(KubeConfigUtils.getFileWithNamedAuthInfo(config.getCurrentContext()))
              .map(file -> file.toPath().toAbsolutePath().getParent())
              .orElse(Path.of(""));
      config.setOauthTokenProvider(new TokenFile(folder.resolve(user.getTokenFile())));
    }
  }

  private static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static Config parse(String where, Path path) {
    if (Files.isDirectory(path)) {
      throw new UsageError(where + ": a folder, no file");
    }
    if (!Files.isRegularFile(path)) {
      throw new UsageError(where + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new UsageError(where + ": not readable");
    }
    try {
      return KubeConfigUtils.parseConfig(path.toFile());
    } catch (RuntimeException e) {
      // The parsers' own words are about Java's classes, and may quote a token.
      throw new UsageError(
          where + ": no kubeconfig (allowed: YAML or JSON with clusters, users and contexts)", e);
    }
  }

  private void check(Optional<String> given) {
    Context context = context(given);
    checkCluster(context);
    checkUser(Optional.ofNullable(context.getUser()).orElse(""));
  }

  private Context context(Optional<String> given) {
    String current = given.orElseGet(this::currentContext);
    String what = given.isPresent() ? "context " : "current-context ";
    return all(Config::getContexts)
        .filter(named -> current.equals(named.getName()))
        .findFirst()
        .map(NamedContext::getContext)
        .orElseThrow(() -> problem(what + current + " is not in it"));
  }

  private Optional<AuthInfo> user(Optional<String> context) {
    return user(Optional.ofNullable(context(context).getUser()).orElse(""));
  }

  private Optional<AuthInfo> user(String name) {
    return all(Config::getUsers)
        .filter(named -> name.equals(named.getName()))
        .findFirst()
        .map(NamedAuthInfo::getUser);
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
    if (isGiven(cluster.getTlsServerName())) {
      throw problem(
          "cluster "
              + context.getCluster()
              + " has tls-server-name, which is not supported: name a server that its certificate is for");
    }
  }

  private void checkUser(String user) {
    Optional<AuthInfo> found = user(user);
    if (!user.isEmpty() && found.isEmpty()) {
      throw problem("user " + user + " is not in it");
    }
    found
        .flatMap(Kubeconfig::unsupported)
        .ifPresent(
            why -> {
              throw problem("user " + user + ": " + why);
            });
    found
        .flatMap(each -> Optional.ofNullable(each.getExec()))
        .flatMap(ExecPlugin::escape)
        .ifPresent(
            why -> {
              throw problem("user " + user + ": " + why);
            });
  }

  private static Optional<String> unsupported(AuthInfo user) {
    if (isGiven(user.getAsUid())) {
      return Optional.of("as-uid is not supported: as and as-groups are");
    }
    boolean groupsAlone = user.getAsGroups() != null && !user.getAsGroups().isEmpty();
    if (groupsAlone && !isGiven(user.getAs())) {
      return Optional.of("as-groups without as");
    }
    AuthProviderConfig provider = user.getAuthProvider();
    Map<String, String> given =
        provider == null || provider.getConfig() == null ? Map.of() : provider.getConfig();
    return provider == null || given.containsKey(ID_TOKEN) || given.containsKey(ACCESS_TOKEN)
        ? Optional.empty()
        : Optional.of(
            "auth-provider " + provider.getName() + " is not supported without a token: use exec");
  }

  private <T> Stream<T> all(Function<Config, List<T>> list) {
    return files.stream()
        .flatMap(file -> Optional.ofNullable(list.apply(file)).stream().flatMap(List::stream));
  }

  private UsageError problem(String what) {
    return new UsageError(where + ": " + what);
  }
}
