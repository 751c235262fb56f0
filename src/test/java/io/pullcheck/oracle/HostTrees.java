package io.pullcheck.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// Trees of `hosts.toml`: two registries whose folders name the same mirrors, each in its own way.
///
/// @param root of the tree
/// @param stranger an authority that only hosts.toml may name
record HostTrees(Generator generator, Certificates certificates, Path root, TestingChain stranger) {

  HostTrees(Generator generator, Certificates certificates, Path root) {
    this(generator, certificates, root, TestingChain.authority("CN=Stranger"));
  }

  void add(int count) {
    generator.add("hosts.toml", count, this::tree);
  }

  /// What a host wants, and where it has the image.
  private record Behaviour(boolean header, String place) {}

  private Scenario tree(String domain) {
    Map<String, Behaviour> hosts = new HashMap<>();
    for (String name : List.of("reg", "two", "one-mirror", "other-mirror", "server")) {
      hosts.put(name + "." + domain, behaviour(name, name + "." + domain));
    }
    folder("reg", domain);
    folder("two", domain);
    String asked = generator.any("image of", "reg", "two");
    return Scenario.of("", domain, () -> request -> answer(hosts, request))
        .image(asked + "." + domain + "/shop/cart:v1")
        .settings(Scenario.settings(asked + "." + domain, List.of(), false, Set.of()));
  }

  private Behaviour behaviour(String name, String host) {
    TestingChain by =
        generator.now(name + " signed by a stranger", 3) ? stranger : certificates.authority();
    if (generator.now(name + " wants a client", 4)) {
      certificates.use(host, by.leaf(host), stranger);
    } else {
      certificates.use(host, by.leaf(host));
    }
    boolean header = generator.now(name + " wants a header", 4);
    return new Behaviour(
        header, generator.mostly(name + " has it at", "/v2/", "/v2/proxy/", "/proxy/v2/", "/no/"));
  }

  private static Answer answer(Map<String, Behaviour> hosts, Request request) {
    Behaviour behaviour = hosts.get(request.host());
    if (behaviour.header && !request.headers().getOrDefault("x-key", "").equals("open")) {
      return Answer.of(403);
    }
    String path = request.path().replaceFirst("^" + behaviour.place + "shop/cart/", "");
    Images images = new Images();
    images.tag(images.image("linux", "amd64", "layer"));
    return images.answer(path);
  }

  private void folder(String registry, String domain) {
    if (generator.now(registry + " without a folder", 10)) {
      return;
    }
    Path folder = root.resolve(registry + "." + domain);
    StringBuilder toml = new StringBuilder();
    String server = generator.any("server", "", registry, registry, "server");
    if (!server.isEmpty()) {
      toml.append("server = 'https://%s.%s'\n".formatted(server, domain));
    }
    toml.append(entry(registry));
    List<String> mirrors = new ArrayList<>(List.of("one-mirror", "other-mirror"));
    if (generator.now("other mirror first", 2)) {
      Collections.reverse(mirrors);
    }
    for (String mirror : mirrors.subList(0, generator.any("mirrors", 0, 1, 1, 2, 2))) {
      String path = generator.mostly("path", "", "/v2/proxy", "/proxy", "/proxy/v2/");
      toml.append("[host.'https://%s.%s%s']\n".formatted(mirror, domain, path));
      toml.append(entry(mirror));
    }
    write(folder, toml.toString());
  }

  private String entry(String of) {
    return generator.mostly(of + " ca", "", "ca = 'stranger.pem'\n", "ca = ['stranger.pem']\n")
        + generator.mostly(
            of + " client",
            "",
            "client = [['client.crt', 'client.key']]\n",
            "client = 'both.pem'\n",
            "client = ['both.pem']\n")
        + generator.mostly(of + " verify", "", "skip_verify = true\n", "skip_verify = false\n")
        + generator.mostly(of + " header", "", "header = {x-key = 'open'}\n")
        + generator.mostly(of + " path", "", "override_path = true\n")
        + generator.mostly(
            of + " can",
            "",
            "capabilities = ['pull', 'resolve']\n",
            "capabilities = ['Pull']\n",
            "capabilities = ['resolve']\n",
            "capabilities = ['push']\n",
            "capabilities = ['fly']\n");
  }

  private void write(Path folder, String toml) {
    TestingChain client =
        stranger.issue(Profile.leaf("node").usages(KeyPurposeId.id_kp_clientAuth));
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("hosts.toml"), toml);
      Files.writeString(folder.resolve("stranger.pem"), stranger.pem());
      Files.writeString(folder.resolve("client.crt"), client.pem());
      Files.writeString(folder.resolve("client.key"), client.keyPem());
      Files.writeString(folder.resolve("both.pem"), client.keyPem() + client.pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
