package io.pullcheck.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.pullcheck.model.Credential;
import io.pullcheck.model.Platform;
import io.pullcheck.registry.auth.Challenge;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What checks have learned about registries, which spares later checks a request. Every map is
/// bounded, since whoever may create a workload chooses the hosts and images. Safe for several
/// threads.
final class RegistryFacts {

  /// After this time a registry is asked anew for what it may have changed. One more request in six
  /// hours is nothing beside a check an hour, and a registry that was mended (a proxy that handles
  /// HEAD, a registry behind an error page) is seen as it is within the same working day.
  static final Duration LIFE = Duration.ofHours(6);

  private static final int HOSTS = 1_000;
  private static final int IMAGES = 20_000;

  /// The challenge that was answered with success, by a repository's URL.
  final Cache<String, Challenge> challenges;

  /// Hosts where a GET succeeds after a HEAD has failed.
  final Cache<String, Boolean> headUnreliable;

  /// Hosts that speak plain HTTP.
  final Cache<String, Boolean> plainHttp;

  /// Hosts that were last reached at a private address.
  final Cache<String, Boolean> atPrivateAddress;

  /// What a GET found out after a HEAD had failed.
  final Cache<Question, Confirmed> confirmed;

  /// The number of sporadic refusals in a row, by a repository's URL.
  final Cache<String, Integer> sporadic;

  /// What a manifest names, by its digest. It can never change, so that this does not expire.
  final Cache<String, ImageContent> contents = Caffeine.newBuilder().maximumSize(IMAGES).build();

  /// The platform that a config names, by its digest; nothing for a config that names none. It can
  /// never change either.
  final Cache<String, Optional<Platform>> platforms =
      Caffeine.newBuilder().maximumSize(IMAGES).build();

  /// A request for a manifest. A mirror's answer is another one than the registry's, and each
  /// credential has its own.
  record Question(URI manifest, Optional<Credential> credential) {}

  /// An answer that a GET has confirmed.
  ///
  /// @param status of the HEAD that was confirmed
  record Confirmed(int status, NextStep.End step) {}

  /// @param ticker the time by which facts expire, in nanoseconds
  RegistryFacts(Ticker ticker) {
    challenges = expiring(IMAGES, ticker);
    headUnreliable = expiring(HOSTS, ticker);
    plainHttp = expiring(HOSTS, ticker);
    atPrivateAddress = expiring(HOSTS, ticker);
    confirmed = expiring(IMAGES, ticker);
    sporadic = expiring(HOSTS, ticker);
  }

  void learnAddress(String host, boolean isPrivate) {
    if (isPrivate) {
      atPrivateAddress.put(host, true);
    } else {
      atPrivateAddress.invalidate(host);
    }
  }

  private static <K, V> Cache<K, V> expiring(int limit, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(limit)
        .expireAfterWrite(LIFE)
        .ticker(ticker)
        .executor(Runnable::run)
        .build();
  }
}
