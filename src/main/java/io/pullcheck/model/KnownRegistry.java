package io.pullcheck.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The public registries whose behaviour differs from what the distribution specification says, and
/// how. Every literal host name of a registry stands here and nowhere else. To add a registry's
/// quirk is to add a row here and a recorded case under `src/test/resources/registry`.
///
/// Host names are compared as they are: in lower case, without a port. In a row's host `*` and
/// `{region}` stand for one part of the name; in its token hosts `{region}` is that of the
/// registry.
@SuppressWarnings("ImmutableEnumChecker") // Set.of makes sets that never change.
public enum KnownRegistry {
  /// Named `docker.io`, served by another host. 5 requests a second: its limits hold for an address
  /// or an account, and are shared with the nodes' pulls.
  DOCKER_HUB(
      "docker.io",
      "registry-1.docker.io",
      5,
      Set.of("auth.docker.io"),
      Set.of(Quirk.GET_COUNTS_AS_PULL)),
  /// Docker Hub under a further name.
  DOCKER_HUB_WEBSITE(
      "registry.hub.docker.com", 5, Set.of("auth.docker.io"), Quirk.GET_COUNTS_AS_PULL),
  DOCKER_HARDENED_IMAGES("dhi.io", 0, Set.of("auth.docker.io")),
  QUAY("quay.io", 5, Set.of()),
  GITHUB("ghcr.io", 0, Set.of(), Quirk.TOKEN_403_IS_A_BAD_LOGIN),
  AMAZON_ECR_PUBLIC("public.ecr.aws", 1, Set.of(), Quirk.EXPIRED_TOKEN_IS_400),
  MICROSOFT("mcr.microsoft.com", 0, Set.of(), Quirk.SPORADIC_403),
  NVIDIA("nvcr.io", 0, Set.of("authn.nvidia.com")),
  GITLAB("registry.gitlab.com", 0, Set.of("gitlab.com")),
  SCALEWAY("rg.{region}.scw.cloud", 0, Set.of("api.scaleway.com")),
  ALIBABA_CLOUD("*.{region}.aliyuncs.com", 0, AlibabaCloud.TOKEN_HOSTS),
  ALIBABA_CLOUD_ENTERPRISE("*.{region}.cr.aliyuncs.com", 0, AlibabaCloud.TOKEN_HOSTS),
  ALIBABA_CLOUD_PERSONAL("*.{region}.personal.cr.aliyuncs.com", 0, AlibabaCloud.TOKEN_HOSTS);

  /// What the three kinds of Alibaba Cloud's registry have in common.
  private static final class AlibabaCloud {
    static final Set<String> TOKEN_HOSTS =
        Set.of(
            "dockerauth.{region}.aliyuncs.com",
            "dockerauth-{region}.aliyuncs.com",
            "dockerauth-vpc.{region}.aliyuncs.com",
            "dockerauth-ee.{region}.aliyuncs.com",
            "dockerauth-ee-vpc.{region}.aliyuncs.com");
  }

  /// What a registry does otherwise than others.
  public enum Quirk {
    /// A GET of a manifest uses up the pull limit, while a HEAD is free and its 404 can be relied
    /// on.
    GET_COUNTS_AS_PULL,
    /// The token server answers 403 to a wrong password, and not only to a missing right.
    TOKEN_403_IS_A_BAD_LOGIN,
    /// The registry answers 400, and not 401, to a token that has expired.
    EXPIRED_TOKEN_IS_400,
    /// The registry answers 403 now and then for images that are there.
    SPORADIC_403
  }

  /// Docker Hub's former name: in old references, and as a key in docker configs.
  public static final String LEGACY_DOCKER_HUB = "index.docker.io";

  /// The name under which the docker command line keeps credentials for Docker Hub.
  public static final String DOCKER_HUB_LOGIN_SERVER = "https://" + LEGACY_DOCKER_HUB + "/v1/";

  // Several times in each check it is asked which one a host is.
  private static final Map<String, KnownRegistry> BY_HOST =
      Arrays.stream(values())
          .filter(each -> !each.isPattern())
          .flatMap(
              each ->
                  Stream.of(each.host, each.apiHost).distinct().map(name -> Map.entry(name, each)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  private static final List<KnownRegistry> PATTERNS =
      Arrays.stream(values()).filter(KnownRegistry::isPattern).toList();

  private static final Pattern GOOGLE =
      Pattern.compile("(?:[^.:]*\\.)?gcr\\.io|[^.:]*-docker\\.pkg\\.dev");

  private static final Pattern ECR =
      Pattern.compile(
          "(?<account>[0-9]{12})\\.dkr[.-]ecr(?:-fips)?\\.(?<region>[a-z0-9-]+)\\."
              + "(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|on\\.aws|on\\.amazonwebservices\\.com\\.cn)");

  /// A private registry of Amazon ECR.
  ///
  /// @param account twelve digits
  /// @param region `eu-central-1`
  public record Ecr(String account, String region) {}

  // Domains below which everybody can get a name, and which the public suffix list does not hold.
  private static final Set<String> SHARED_DOMAINS =
      Set.of(
          "nip.io",
          "sslip.io",
          "xip.io",
          "traefik.me",
          "cloudapp.azure.com",
          "azurecr.io",
          "azurecr.cn",
          "azurecr.us",
          "azurecontainer.io",
          "azurewebsites.net",
          "chinacloudapp.cn",
          "cloudapp.net",
          "trafficmanager.net",
          "aliyuncs.com",
          "amazonaws.com",
          "amazonaws.com.cn",
          "jfrog.io",
          "myhuaweicloud.com",
          "ocir.io",
          "scw.cloud",
          "tencentcloudcr.com");

  private final String host;
  private final Pattern pattern;
  private final String apiHost;
  private final double requestsPerSecond;
  private final Set<String> tokenHosts;
  private final Set<Quirk> quirks;

  KnownRegistry(String host, double requestsPerSecond, Set<String> tokenHosts, Quirk... quirks) {
    this(host, host, requestsPerSecond, tokenHosts, Set.of(quirks));
  }

  KnownRegistry(
      String host,
      String apiHost,
      double requestsPerSecond,
      Set<String> tokenHosts,
      Set<Quirk> quirks) {
    this.host = host;
    this.pattern =
        Pattern.compile(
            host.replace(".", "\\.")
                .replace("*", "[^.:]+")
                .replace("{region}", "(?<region>[^.:]+)"));
    this.apiHost = apiHost;
    this.requestsPerSecond = requestsPerSecond;
    this.tokenHosts = tokenHosts;
    this.quirks = quirks;
  }

  private boolean isPattern() {
    return host.indexOf('{') >= 0;
  }

  /// The registry that a host belongs to, whether it is written as in references or as it is
  /// connected to; nothing for one without a row.
  public static Optional<KnownRegistry> of(String host) {
    KnownRegistry literal = BY_HOST.get(host);
    return literal == null ? byPattern(host) : Optional.of(literal);
  }

  private static Optional<KnownRegistry> byPattern(String host) {
    for (KnownRegistry each : PATTERNS) {
      if (each.pattern.matcher(host).matches()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// Does the host stand in the table by its own name, so that nobody can make it up?
  public static boolean isNamed(String host) {
    return BY_HOST.containsKey(host);
  }

  /// Does the registry of this host have the quirk?
  public static boolean has(String host, Quirk quirk) {
    return of(host).filter(each -> each.quirks.contains(quirk)).isPresent();
  }

  /// Is this one of Google's registries, which take the cloud's own credentials: Container Registry
  /// or Artifact Registry? As the kubelet's plugin for Google matches: in `*.gcr.io` and
  /// `*-docker.pkg.dev` a star stays within one part of the host, and a port does not match.
  public static boolean isGoogle(String host) {
    return GOOGLE.matcher(host).matches();
  }

  /// Which private registry of Amazon ECR this is, if it is one.
  public static Optional<Ecr> ecr(String host) {
    Matcher matcher = ECR.matcher(host);
    return matcher.matches()
        ? Optional.of(new Ecr(matcher.group("account"), matcher.group("region")))
        : Optional.empty();
  }

  /// The host of a private registry of Amazon ECR, which is an account's in a region.
  public static String amazonEcr(String account, String region) {
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return account + ".dkr.ecr." + region + "." + domain;
  }

  /// The host as it stands in references.
  public String host() {
    return host;
  }

  /// The host that is connected to for a registry that is named so in references: the same one but
  /// for Docker Hub.
  public static String apiHost(String host) {
    return host.equals(DOCKER_HUB.host) ? DOCKER_HUB.apiHost : host;
  }

  /// The host as it stands in references, of one that is connected to: the reverse of [#apiHost].
  public static String named(String apiHost) {
    return apiHost.equals(DOCKER_HUB.apiHost) ? DOCKER_HUB.host : apiHost;
  }

  /// The most requests a second that this program sends by itself; nothing where the general
  /// default is right.
  public Optional<Double> requestsPerSecond() {
    return Optional.of(requestsPerSecond).filter(rate -> rate > 0);
  }

  /// Is the host one of another name that is the registry's own token server, and so may see its
  /// credentials?
  ///
  /// @param registry a host of this row, or the one that is connected to
  public boolean hasTokenHost(String registry, String tokenHost) {
    Matcher matcher = pattern.matcher(registry);
    String region =
        matcher.matches() && matcher.namedGroups().containsKey("region")
            ? matcher.group("region")
            : "";
    return tokenHosts.stream().anyMatch(each -> each.replace("{region}", region).equals(tokenHost));
  }

  /// Is the host below a domain where everybody can get a name, so that two hosts below it have
  /// nothing to do with each other?
  public static boolean isBelowSharedDomain(String host) {
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (SHARED_DOMAINS.contains(host.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }
}
