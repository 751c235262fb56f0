package io.pullcheck.oracle;

import io.pullcheck.config.Verification;
import io.pullcheck.model.Credential;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One case: how the hosts below a domain of its own behave, and what is pulled.
///
/// @param name of the family, and what is odd in it
/// @param domain of all its hosts: `c17.example`
/// @param image what is pulled
/// @param logins the pull secret's, in order
/// @param platform the node's
/// @param mirrors asked before the registry
/// @param script a new one for each who asks
/// @param chain the certificate of `reg.<domain>`, if it is not an ordinary one
record Scenario(
    String name,
    String domain,
    String image,
    List<Credential> logins,
    Verification level,
    String platform,
    List<String> mirrors,
    Supplier<Script> script,
    Optional<TestingChain> chain) {

  Scenario {
    logins = List.copyOf(logins);
    mirrors = List.copyOf(mirrors);
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
        List.of(),
        script,
        Optional.empty());
  }

  String registry() {
    return "reg." + domain;
  }

  Scenario image(String other) {
    return new Scenario(name, domain, other, logins, level, platform, mirrors, script, chain);
  }

  Scenario logins(List<Credential> inOrder) {
    return new Scenario(name, domain, image, inOrder, level, platform, mirrors, script, chain);
  }

  Scenario level(Verification other) {
    return new Scenario(name, domain, image, logins, other, platform, mirrors, script, chain);
  }

  Scenario platform(String other) {
    return new Scenario(name, domain, image, logins, level, other, mirrors, script, chain);
  }

  Scenario mirrors(String... hosts) {
    return new Scenario(
        name, domain, image, logins, level, platform, List.of(hosts), script, chain);
  }

  Scenario chain(TestingChain other) {
    return new Scenario(
        name, domain, image, logins, level, platform, mirrors, script, Optional.of(other));
  }
}
