package io.pullcheck.registry;

import io.pullcheck.model.Credential;
import io.pullcheck.model.Platform;
import io.pullcheck.registry.auth.Challenge;
import java.net.URI;
import java.util.Optional;

/// What checks have learned of registries that spares later ones a request.
final class RegistryFacts {

  private static final int HOSTS = 1_000;
  private static final int IMAGES = 20_000;

  /// The last good challenge, by repository.
  final Recent<String, Challenge> challenges = new Recent<>(IMAGES);

  /// Hosts where GET succeeds after HEAD failed.
  final Recent<String, Boolean> headUnreliable = new Recent<>(HOSTS);

  /// Hosts that were found to speak plain HTTP.
  final Recent<String, Boolean> plainHttp = new Recent<>(HOSTS);

  /// What a GET made of a HEAD that failed.
  final Recent<Question, Confirmed> confirmed = new Recent<>(IMAGES);

  /// How many sporadic refusals in a row, by repository.
  final Recent<String, Integer> sporadic = new Recent<>(HOSTS);

  /// What manifests name, by their digest.
  final Recent<String, ImageContent> contents = new Recent<>(IMAGES);

  /// The platforms that configs name, by their digest; nothing for those that name none.
  final Recent<String, Optional<Platform>> platforms = new Recent<>(IMAGES);

  /// Who asked for what, and where: a mirror's answer is not the registry's.
  record Question(URI manifest, Optional<Credential> credential) {}

  /// An answer that a GET has confirmed.
  ///
  /// @param status of the HEAD
  record Confirmed(int status, NextStep ruling) {}
}
