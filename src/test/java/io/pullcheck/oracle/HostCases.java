package io.pullcheck.oracle;

import io.pullcheck.model.Credential;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// Certificates, redirects and mirrors.
record HostCases(Generator generator, TestingChain authority, KeyPair rsa) {

  void add(int count) {
    generator.add("certificates", count, this::certificates);
    generator.add("redirects", count, this::redirects);
    generator.add("mirrors", count / 2, this::mirrors);
  }

  static Script plain() {
    Images images = new Images();
    images.tag(images.image("linux", "amd64", "layer"));
    return ManifestCases.serving(images);
  }

  private Scenario certificates(String domain) {
    String host = "reg." + domain;
    Profile profile = Profile.leaf(host);
    profile = named(profile, host, domain);
    profile = profile.serial(generator.mostly("serial", 77L, -5L, 0L, 1L));
    profile =
        profile.algorithm(
            generator.mostly("signed by", "SHA256with", "SHA1with", "SHA384with", "SHA512with"));
    profile = usages(profile, "leaf");
    profile =
        profile.keyUsage(
            generator.mostly(
                "key usage",
                Optional.of(KeyUsage.digitalSignature),
                Optional.empty(),
                Optional.of(KeyUsage.keyEncipherment),
                Optional.of(KeyUsage.keyCertSign)));
    profile = generator.mostly("key", profile, profile.keys(rsa));
    profile =
        profile.valid(
            Duration.ofHours(generator.mostly("from", -1, 1, -48)),
            Duration.ofHours(generator.mostly("to", 48, -2)));
    return Scenario.of("", domain, HostCases::plain).chain(chain(profile));
  }

  private Profile named(Profile profile, String host, String domain) {
    return switch (generator.any(
        "names",
        "right",
        "right",
        "right",
        "other",
        "none",
        "wildcard",
        "part",
        "deep",
        "high",
        "upper",
        "star",
        "ip",
        "mail",
        "middle",
        "dot")) {
      case "other" -> profile.named(dns("other." + domain));
      case "none" -> profile.named();
      case "wildcard" -> profile.named(dns("*." + domain));
      case "part" -> profile.named(dns("re*." + domain));
      case "deep" -> profile.named(dns("*.*.example"));
      case "high" -> profile.named(dns("*.example"));
      case "upper" -> profile.named(dns(host.toUpperCase(java.util.Locale.ROOT)));
      case "star" -> profile.named(dns("*"));
      case "ip" -> profile.named(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
      case "mail" -> profile.named(new GeneralName(GeneralName.rfc822Name, "a@" + host));
      case "middle" -> profile.named(dns("reg.*.example"));
      case "dot" -> profile.named(dns(host + "."));
      default -> profile;
    };
  }

  private TestingChain chain(Profile leaf) {
    Profile between = usages(Profile.authority("CN=Between"), "intermediate");
    return switch (generator.any(
        "chain",
        "direct",
        "direct",
        "direct",
        "between",
        "between",
        "unsent",
        "self",
        "stranger",
        "no authority",
        "path",
        "old",
        "serial",
        "sha1",
        "twice")) {
      case "between" -> authority.issue(between).issue(leaf);
      case "unsent" -> authority.issue(between).issue(leaf).alone();
      case "self" -> TestingChain.self(leaf);
      case "stranger" -> TestingChain.authority("CN=Stranger").issue(leaf);
      case "no authority" -> authority.issue(between.authority(Optional.empty())).issue(leaf);
      case "path" ->
          authority
              .issue(between.authority(Optional.of(0)))
              .issue(Profile.authority("CN=Below"))
              .issue(leaf);
      case "old" ->
          authority.issue(between.valid(Duration.ofDays(-9), Duration.ofDays(-8))).issue(leaf);
      case "serial" -> authority.issue(between.serial(-9)).issue(leaf);
      case "sha1" -> authority.issue(between.algorithm("SHA1with")).issue(leaf);
      case "twice" -> authority.issue(between).issue(Profile.authority("CN=Below")).issue(leaf);
      default -> authority.issue(leaf);
    };
  }

  private Profile usages(Profile profile, String where) {
    return switch (generator.any(
        where + " usage", "usual", "usual", "usual", "none", "client", "any", "both", "mail")) {
      case "none" -> profile.unlimited();
      case "client" -> profile.usages(KeyPurposeId.id_kp_clientAuth);
      case "any" -> profile.usages(KeyPurposeId.anyExtendedKeyUsage);
      case "both" -> profile.usages(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
      case "mail" -> profile.usages(KeyPurposeId.id_kp_emailProtection);
      default -> profile;
    };
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private Scenario redirects(String domain) {
    int status = generator.any("status", 301, 302, 303, 307, 308);
    int hops = generator.any("hops", 1, 1, 2, 5, 6, 8, 9, 10, 11);
    String host = generator.any("to", "https://reg." + domain, "", "https://store." + domain);
    String wants =
        generator.any("target wants", "nothing", "nothing", "bearer", "basic", "refuses", "lost");
    boolean login = generator.now("login", 3);
    boolean noLocation = generator.now("no location", 15);
    Scenario scenario =
        Scenario.of(
            "",
            domain,
            () -> {
              Script content = plain();
              return request -> {
                if (request.host().startsWith("auth.")) {
                  return Answer.json(200, "{\"token\":\"t\",\"access_token\":\"t\"}");
                }
                if (request.path().equals(ManifestCases.PREFIX + "manifests/v1")) {
                  return moved(status, host, 1, noLocation);
                }
                if (!request.path().startsWith("/hop/")) {
                  return content.answer(request);
                }
                int hop = Integer.parseInt(request.path().substring(5));
                return hop < hops
                    ? moved(status, host, hop + 1, false)
                    : target(request, wants, domain, content);
              };
            });
    return login ? scenario.logins(List.of(Credential.password("alice", "secret"))) : scenario;
  }

  private static Answer moved(int status, String host, int hop, boolean noLocation) {
    return noLocation
        ? Answer.of(status)
        : Answer.of(status).with("Location", host + "/hop/" + hop);
  }

  private static Answer target(Request request, String wants, String domain, Script content) {
    Answer found =
        content.answer(
            new Request(
                request.method(),
                request.host(),
                ManifestCases.PREFIX + "manifests/v1",
                Map.of(),
                ""));
    return switch (wants) {
      case "bearer" ->
          request.authorization().equals("Bearer t")
              ? found
              : Answer.of(401)
                  .with(
                      "WWW-Authenticate",
                      "Bearer realm=\"https://auth." + domain + "/token\",service=\"s\"");
      case "basic" ->
          request.authorization().startsWith("Basic ")
              ? found
              : Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\"");
      case "refuses" -> Answer.of(403);
      case "lost" -> Answer.json(404, Images.UNKNOWN);
      default -> found;
    };
  }

  private Scenario mirrors(String domain) {
    String mirror =
        generator.any(
            "mirror",
            "has it",
            "404",
            "401",
            "403",
            "500",
            "429",
            "405",
            "page",
            "html 404",
            "json",
            "no digest",
            "empty",
            "basic",
            "schema 1",
            "bad digest");
    int origin = generator.any("origin", 200, 404, 403, 500, 0);
    return Scenario.of(
            "",
            domain,
            () -> {
              Script content = plain();
              Map<String, Integer> asked = new ConcurrentHashMap<>();
              return request -> {
                asked.merge(request.host(), 1, Integer::sum);
                Answer found = content.answer(request);
                if (request.host().startsWith("mirror.")) {
                  return mirror(mirror, found, request);
                }
                return origin == 200
                    ? found
                    : Answer.json(origin, origin == 404 ? Images.UNKNOWN : "{}");
              };
            })
        .mirrors("mirror." + domain);
  }

  private static Answer mirror(String kind, Answer found, Request request) {
    boolean head = request.method().equals("HEAD");
    return switch (kind) {
      case "has it" -> found;
      case "page" -> Answer.of(200).with("Content-Type", "text/html").body("<html></html>");
      case "html 404" -> Answer.of(404).with("Content-Type", "text/html").body("<html></html>");
      case "json" -> found.with("Content-Type", "application/json");
      case "no digest" -> found.without("Docker-Content-Digest");
      case "empty" -> Answer.of(200);
      case "basic" -> Answer.of(401).with("WWW-Authenticate", "Basic realm=\"r\"");
      case "schema 1" ->
          found.with("Content-Type", "application/vnd.docker.distribution.manifest.v1+prettyjws");
      case "bad digest" -> found.with("Docker-Content-Digest", "sha256:x");
      case "405" -> head ? Answer.of(405) : found;
      default -> Answer.of(Integer.parseInt(kind));
    };
  }
}
