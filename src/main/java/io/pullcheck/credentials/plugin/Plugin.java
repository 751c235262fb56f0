package io.pullcheck.credentials.plugin;

import io.pullcheck.config.GoDuration;
import io.pullcheck.config.StrictYaml;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.credentials.docker.Executable;
import io.pullcheck.credentials.plugin.PluginOutcome.Answered;
import io.pullcheck.credentials.plugin.PluginOutcome.CacheKeyType;
import io.pullcheck.credentials.plugin.PluginOutcome.Failed;
import io.pullcheck.model.Credential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The protocol of credential provider plugins: writes a `CredentialProviderRequest` and reads a
/// `CredentialProviderResponse` of credentialprovider.kubelet.k8s.io
/// (pkg/credentialprovider/plugin/plugin.go, `ExecPlugin`, v1.36).
///
/// @param apiVersion the version of both, which the response must repeat
record Plugin(Executable executable, String apiVersion) {

  private static final JsonMapper JSON = StrictYaml.strict(JsonMapper.builder()).build();
  private static final int LONGEST_COMPLAINT = 300;

  record Response(
      @Nullable String kind,
      @Nullable String apiVersion,
      @Nullable String cacheKeyType,
      @Nullable String cacheDuration,
      @Nullable Map<String, @Nullable Auth> auth) {

    // Hides the passwords in it.
    @Override
    public String toString() {
      return "Response[hidden]";
    }
  }

  record Auth(@Nullable String username, @Nullable String password) {
    @Override
    public String toString() {
      return "Auth[hidden]";
    }
  }

  /// Asks the plugin for the credentials of an image; blocks until it has answered.
  ///
  /// @param image host and path, without tag
  PluginOutcome ask(String image) throws InterruptedException {
    return switch (executable.run(request(image))) {
      case Executable.Outcome.Failed failed ->
          new Failed(failed.why(), PluginOutcome.CacheKeyType.REGISTRY);
      case Executable.Outcome.Exited exited when exited.status() != 0 ->
          new Failed("exit status " + exited.status() + complaint(exited.errors()));
      case Executable.Outcome.Exited exited -> read(exited.output());
    };
  }

  private String request(String image) {
    return JSON.createObjectNode()
            .put("kind", "CredentialProviderRequest")
            .put("apiVersion", apiVersion)
            .put("image", image)
        + "\n";
  }

  private static String complaint(String errors) {
    String line = errors.strip().replaceAll("\\p{Cntrl}+", " ");
    String shown = line.length() > LONGEST_COMPLAINT ? line.substring(0, LONGEST_COMPLAINT) : line;
    return shown.isEmpty() ? "" : ": " + shown;
  }

  /// Reads a response. A failure says what is wrong with it without quoting it, since it may hold
  /// secrets.
  PluginOutcome read(String output) {
    Response response;
    try {
      response = JSON.readValue(output, Response.class);
    } catch (JacksonException e) {
      return new Failed("its answer is no CredentialProviderResponse in JSON");
    }
    if (response == null
        || !apiVersion.equals(response.apiVersion)
        || !"CredentialProviderResponse".equals(response.kind)) {
      return new Failed("its answer is no CredentialProviderResponse of " + apiVersion);
    }
    Optional<CacheKeyType> type =
        Optional.ofNullable(response.cacheKeyType).flatMap(CacheKeyType::of);
    if (type.isEmpty()) {
      return new Failed("its answer has no cacheKeyType (allowed: Image, Registry, Global)");
    }
    Optional<String> text = Optional.ofNullable(response.cacheDuration);
    Optional<Duration> duration = text.flatMap(GoDuration::read);
    if (text.isPresent() && duration.isEmpty()) {
      return new Failed("its answer has a cacheDuration that is none (allowed: such as 10m)");
    }
    return new Answered(
        type.get(), duration, config(response.auth == null ? Map.of() : response.auth));
  }

  private static DockerConfig config(Map<String, @Nullable Auth> auths) {
    List<DockerConfig.Entry> entries = new ArrayList<>();
    auths.forEach((key, auth) -> entries.add(new DockerConfig.Entry(key, credential(auth))));
    return new DockerConfig(entries);
  }

  private static Credential credential(@Nullable Auth auth) {
    String username = auth == null || auth.username == null ? "" : auth.username;
    String password = auth == null || auth.password == null ? "" : auth.password;
    return Credential.password(username, password);
  }
}
