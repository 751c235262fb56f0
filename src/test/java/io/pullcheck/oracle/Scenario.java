package io.pullcheck.oracle;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// One case: how the hosts below a domain of its own behave, and what is pulled.
///
/// @param name of the family, and what is odd in it
/// @param domain of all its hosts: `c17.example`; empty: whatever they are called
/// @param image what is pulled
/// @param logins the pull secret's, in order
/// @param platform the node's
/// @param settings of the registry: the mirrors that are asked before it
/// @param script a new one for each who asks
/// @param chain the certificate of `reg.<domain>`, if it is not an ordinary one
record Scenario(
    String name,
    String domain,
    String image,
    List<Credential> logins,
    Verification level,
    String platform,
    HostSettings settings,
    Supplier<Script> script,
    Optional<TestingChain> chain) {

  Scenario {
    logins = List.copyOf(logins);
  }

  /// An image of `shop/cart` in the registry of a domain.
  static Scenario of(String name, String domain, Supplier<Script> script) {
    return new Scenario(
        name,
        domain,
        "reg." + domain + "/shop/cart:v1",
        List.of(),
        Verification.MANIFEST,
        "linux/amd64",
        settings("reg." + domain, List.of(), false, Set.of()),
        script,
        Optional.empty());
  }

  static HostSettings settings(
      String registry, List<String> mirrors, boolean overridePath, Set<String> authHosts) {
    return new HostSettings(
        registry,
        mirrors,
        overridePath,
        authHosts,
        0,
        8,
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  String registry() {
    return settings.host();
  }

  /// Nothing if the image's name is none.
  Optional<ImageReference> reference() {
    return ImageReference.parse(image, ImageReference.DOCKER_HUB);
  }

  Scenario named(String other) {
    return new Scenario(other, domain, image, logins, level, platform, settings, script, chain);
  }

  Scenario image(String other) {
    return new Scenario(name, domain, other, logins, level, platform, settings, script, chain);
  }

  Scenario logins(List<Credential> inOrder) {
    return new Scenario(name, domain, image, inOrder, level, platform, settings, script, chain);
  }

  Scenario level(Verification other) {
    return new Scenario(name, domain, image, logins, other, platform, settings, script, chain);
  }

  Scenario platform(String other) {
    return new Scenario(name, domain, image, logins, level, other, settings, script, chain);
  }

  Scenario mirrors(String... hosts) {
    return settings(settings(registry(), List.of(hosts), false, Set.of()));
  }

  Scenario settings(HostSettings other) {
    return new Scenario(name, domain, image, logins, level, platform, other, script, chain);
  }

  Scenario chain(TestingChain other) {
    return new Scenario(
        name, domain, image, logins, level, platform, settings, script, Optional.of(other));
  }
}
