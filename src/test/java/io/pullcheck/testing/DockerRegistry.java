package io.pullcheck.testing;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Debian's docker-registry as a process, on loopback and over plain HTTP.
public final class DockerRegistry implements AutoCloseable {

  private static final String MANIFESTS =
      "application/vnd.docker.distribution.manifest.v2+json,application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json,application/vnd.oci.image.index.v1+json";
  private static final Pattern CHECK = Pattern.compile("\"HEAD /v2/\\S+/manifests/\\S+ HTTP");
  private static final AtomicInteger PUSHES = new AtomicInteger();

  /// Who may push and pull.
  public record Login(String username, String password) {}

  private final Path program = RealParts.require("docker-registry");
  private final Path folder = TemporaryFolder.create("registry");
  private final Path data;
  private final int port = Ports.free();
  private final Optional<Login> login;
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<ChildProcess> process = Optional.empty();

  private DockerRegistry(Optional<Path> data, Optional<Login> login) throws IOException {
    this.data = data.orElse(folder.resolve("data"));
    this.login = login;
  }

  /// One that everybody may use.
  public static DockerRegistry open() throws IOException {
    DockerRegistry registry = new DockerRegistry(Optional.empty(), Optional.empty());
    registry.start("", "");
    return registry;
  }

  /// One that wants to know who asks (htpasswd).
  public static DockerRegistry withLogin(String username, String password) throws IOException {
    Login login = new Login(username, password);
    DockerRegistry registry = new DockerRegistry(Optional.empty(), Optional.of(login));
    registry.start("", registry.htpasswd(login));
    return registry;
  }

  /// An empty one.
  ///
  /// @param more further lines of its configuration
  public static DockerRegistry with(String more) throws IOException {
    DockerRegistry registry = new DockerRegistry(Optional.empty(), Optional.empty());
    registry.start("", more);
    return registry;
  }

  /// Another one that serves the same images.
  ///
  /// @param http further settings of its `http` section, each after a comma
  /// @param more further lines of its configuration
  public DockerRegistry sibling(String http, String more) throws IOException {
    DockerRegistry registry = new DockerRegistry(Optional.of(data), login);
    registry.start(http, more);
    return registry;
  }

  private void start(String http, String more) throws IOException {
    Files.writeString(
        folder.resolve("config.yml"),
        """
        version: 0.1
        log: {level: warn}
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
        http: {addr: "127.0.0.1:%d"%s}
        %s
        """
            .formatted(data, port, http, more));
    start();
  }

  private String htpasswd(Login login) throws IOException {
    Path htpasswd = folder.resolve("htpasswd");
    String hash =
        OpenBSDBCrypt.generate(
            "2y",
            login.password().getBytes(StandardCharsets.UTF_8),
            "pullcheck-pullch".getBytes(StandardCharsets.UTF_8),
            5);
    Files.writeString(htpasswd, login.username() + ":" + hash + "\n");
    return "auth: {htpasswd: {realm: test, path: " + htpasswd + "}}\n";
  }

  /// Starts it, also again after [#stop], on the same data and port.
  public void start() throws IOException {
    process =
        Optional.of(
            ChildProcess.start(
                Map.of(),
                List.of(program.toString(), "serve", folder.resolve("config.yml").toString())));
    Ports.awaitListening(port);
  }

  public void stop() {
    process.ifPresent(ChildProcess::close);
  }

  /// As it stands in an image's name: `127.0.0.1:41234`.
  public String host() {
    return "127.0.0.1:" + port;
  }

  /// Pushes a small image of its own.
  ///
  /// @return the image's name: `127.0.0.1:41234/shop/cart:v1`
  public String push(String repository, String tag) throws Exception {
    return push(repository, tag, Set.of(new Platform("amd64", "linux")));
  }

  /// Pushes a small image of its own, an index if it is for several platforms.
  public String push(String repository, String tag, Set<Platform> platforms) throws Exception {
    // Else jib keeps a login to itself on a connection without TLS.
    System.setProperty("sendCredentialsOverHttp", "true");
    String name = host() + "/" + repository + ":" + tag;
    Path file = Files.writeString(folder.resolve("file-" + PUSHES.incrementAndGet()), name);
    RegistryImage image = RegistryImage.named(ImageReference.parse(name));
    login.ifPresent(each -> image.addCredential(each.username(), each.password()));
    Jib.fromScratch()
        .setPlatforms(platforms)
        .addFileEntriesLayer(
            FileEntriesLayer.builder().addEntry(file, AbsoluteUnixPath.get("/image")).build())
        .containerize(
            Containerizer.to(image)
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(folder.resolve("jib-base"))
                .setApplicationLayersCache(folder.resolve("jib")));
    return name;
  }

  /// How many checks of an image it has had, as its access log says: each begins with a HEAD
  /// request.
  public long checks() throws IOException {
    return process.orElseThrow().output().lines().filter(CHECK.asPredicate()).count();
  }

  /// Deletes what a tag names, as a registry's clean-up does.
  public void delete(String repository, String tag) throws IOException, InterruptedException {
    remove(repository, "manifests/" + digest(repository, tag));
  }

  /// Takes a tag away and leaves what it named, as most registries' clean-ups do at first.
  public void untag(String repository, String tag) throws IOException {
    Path link =
        data.resolve("docker/registry/v2/repositories")
            .resolve(repository)
            .resolve("_manifests/tags")
            .resolve(tag)
            .resolve("current/link");
    Files.delete(link);
  }

  /// Has a tag name a manifest that is there, as `crane tag` does it.
  public void tag(String repository, String digest, String tag)
      throws IOException, InterruptedException {
    String path = "/v2/" + repository + "/manifests/";
    HttpResponse<String> manifest = send("GET", path + digest);
    HttpRequest put =
        HttpRequest.newBuilder(URI.create("http://" + host() + path + tag))
            .header("Content-Type", manifest.headers().firstValue("content-type").orElseThrow())
            .PUT(HttpRequest.BodyPublishers.ofString(manifest.body()))
            .build();
    int status = http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 201) {
      throw new AssertionError("tagging " + digest + " was answered by " + status);
    }
  }

  /// The digest of what a tag names.
  public String digest(String repository, String tag) throws IOException, InterruptedException {
    return send("HEAD", "/v2/" + repository + "/manifests/" + tag)
        .headers()
        .firstValue("docker-content-digest")
        .orElseThrow();
  }

  /// A manifest, index or config as it stands.
  ///
  /// @param path within the repository: `manifests/v1`, `blobs/sha256:…`
  public String read(String repository, String path) throws IOException, InterruptedException {
    return send("GET", "/v2/" + repository + "/" + path).body();
  }

  /// Writes a blob to a file.
  public void download(String repository, String digest, Path file)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + host() + "/v2/" + repository + "/blobs/" + digest))
            .build();
    // Of a longer file that was there before nothing stays.
    Path _ =
        http.send(
                request,
                HttpResponse.BodyHandlers.ofFile(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING))
            .body();
  }

  /// Deletes a manifest or blob by its digest.
  ///
  /// @param path within the repository: `blobs/sha256:…`
  public void remove(String repository, String path) throws IOException, InterruptedException {
    int status = send("DELETE", "/v2/" + repository + "/" + path).statusCode();
    if (status != 202) {
      throw new AssertionError("deleting " + path + " was answered by " + status);
    }
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host() + path))
            .header("Accept", MANIFESTS)
            .method(method, HttpRequest.BodyPublishers.noBody());
    login.ifPresent(each -> request.header("Authorization", basic(each)));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String basic(Login login) {
    String pair = login.username() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    stop();
    TemporaryFolder.delete(folder);
  }
}
