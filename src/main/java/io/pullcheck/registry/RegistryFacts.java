package io.pullcheck.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.Weigher;
import io.pullcheck.config.HeapShares;
import io.pullcheck.model.Credential;
import io.pullcheck.model.Platform;
import io.pullcheck.registry.auth.Challenge;
import io.pullcheck.registry.content.ImageContent;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What checks have learned about registries, which spares later checks a request. Every map is
/// bounded in bytes, since whoever may create a workload chooses the hosts and images. Safe for
/// several threads.
final class RegistryFacts {

  /// After this time a registry is asked anew for what it may have changed. One more request in six
  /// hours is nothing beside a check an hour, and a registry that was mended (a proxy that handles
  /// HEAD, a registry behind an error page) is seen as it is within the same working day.
  static final Duration LIFE = Duration.ofHours(6);

  private static final Duration BASE_LIFE = Duration.ofMinutes(1);

  private static final int HOSTS = 1_000;
  // Bytes that an entry of a cache takes besides its texts.
  private static final int ENTRY = 256;

  /// The challenge that was answered with success, by a repository's URL.
  final Cache<String, Challenge> challenges;

  /// Hosts where a GET succeeds after a HEAD has failed.
  final Cache<String, Boolean> headUnreliable;

  /// Whether hosts have lately said that they are registries.
  final Cache<String, Boolean> registries;

  /// Hosts that speak plain HTTP.
  final Cache<String, Boolean> plainHttp;

  /// Hosts that were last reached at a private address.
  final Cache<String, Boolean> atPrivateAddress;

  /// What a GET found out after a HEAD had failed.
  final Cache<Question, Confirmed> confirmed;

  /// The number of sporadic refusals in a row, by a repository's URL.
  final Cache<String, Integer> sporadic;

  /// What a manifest names. It can never change, so that this does not expire.
  final Cache<Blob, KnownContent> contents;

  /// The platform that a config names; nothing for a config that names none. It can never change
  /// either.
  final Cache<Blob, Optional<Platform>> platforms;

  /// What a manifest of some length names, read as one of some media type.
  record KnownContent(ImageContent content, long size, String mediaType) {}

  /// A digest, as one repository tells its content to whoever has this credential.
  ///
  /// @param repository its URL
  record Blob(String repository, Optional<Credential> credential, String digest) {
    int weight() {
      return ENTRY + repository.length() + digest.length();
    }
  }

  /// A request for a manifest. A mirror's answer is another one than the registry's, and each
  /// credential has its own.
  record Question(URI manifest, Optional<Credential> credential) {}

  /// An answer that a GET has confirmed.
  ///
  /// @param status of the HEAD that was confirmed
  record Confirmed(int status, NextStep.End step) {}

  /// @param ticker the time by which facts expire, in nanoseconds
  RegistryFacts(Ticker ticker, HeapShares shares) {
    challenges =
        RegistryFacts.<String, Challenge>weighed(
                shares.answers(), (base, challenge) -> base.length() + challenge.weight())
            .expireAfterWrite(LIFE)
            .ticker(ticker)
            .build();
    headUnreliable = expiring(ticker);
    registries =
        Caffeine.newBuilder()
            .maximumSize(HOSTS)
            .expireAfterWrite(BASE_LIFE)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
    plainHttp = expiring(ticker);
    atPrivateAddress = expiring(ticker);
    // A URI keeps its text several times, in parts.
    confirmed =
        RegistryFacts.<Question, Confirmed>weighed(
                shares.answers(), (question, _) -> 4 * question.manifest.toString().length())
            .expireAfterWrite(LIFE)
            .ticker(ticker)
            .build();
    sporadic = expiring(ticker);
    contents =
        RegistryFacts.<Blob, KnownContent>weighed(
                shares.contents(), (blob, known) -> blob.weight() + known.content().weight())
            .build();
    platforms =
        RegistryFacts.<Blob, Optional<Platform>>weighed(
                shares.answers(), (blob, _) -> blob.weight())
            .build();
  }

  void learnAddress(String host, boolean isPrivate) {
    if (isPrivate) {
      atPrivateAddress.put(host, true);
    } else {
      atPrivateAddress.invalidate(host);
    }
  }

  /// @param bytes what all entries may take together
  /// @param weigher an entry's size in bytes, besides what every entry takes
  private static <K, V> Caffeine<K, V> weighed(long bytes, Weigher<K, V> weigher) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .<K, V>weigher((key, value) -> ENTRY + weigher.weigh(key, value))
        .executor(Runnable::run);
  }

  private static <K, V> Cache<K, V> expiring(Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(HOSTS)
        .expireAfterWrite(LIFE)
        .ticker(ticker)
        .executor(Runnable::run)
        .build();
  }
}
