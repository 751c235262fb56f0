package io.pullcheck.credentials;

import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An access token for Google's registries by application default credentials: the file that the
/// environment's `GOOGLE_APPLICATION_CREDENTIALS` names, else gcloud's own file, else the metadata
/// server of Google Cloud. All of Google's hosts share one token; other hosts never see it.
///
/// As with a credential provider plugin, a failure means no credentials and
/// [Reason#CREDENTIAL_PROVIDER_FAILED], and is logged once until a token is fetched again.
///
/// Any thread may ask. One of them waits while the token is fetched, at most for the time-out; the
/// others wait for the same fetch.
final class GoogleKeyring implements Keyring {

  private static final Logger log = LoggerFactory.getLogger(GoogleKeyring.class);

  /// A token lives one hour, but jib hands it over without its expiry, and it may be an old one:
  /// the metadata server and Google's library share theirs. The library renews a token before its
  /// last three minutes begin (`OAuth2Credentials.DEFAULT_EXPIRATION_MARGIN`: five in older
  /// versions), so that every token is good for longer than this.
  private static final Duration TOKEN_HOLDS = Duration.ofMinutes(2);

  private static final Duration FAILURE_HOLDS = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int LONGEST_PROBLEM = 300;

  private final TokenSource source;
  private final InstantSource clock;
  private final Duration timeout;
  private Candidates held = Candidates.ANONYMOUS;
  private Instant renewal = Instant.MIN;
  private boolean failing;

  /// Where the token comes from.
  @FunctionalInterface
  interface TokenSource {
    /// Fetches a token; blocks. Is interrupted when the time is over.
    ///
    /// @param host one of Google's
    /// @throws Exception whose message, which holds no secret, says why there is none
    Credential fetch(String host) throws Exception;
  }

  private record Fetched(@Nullable Credential credential, String problem) {}

  GoogleKeyring(InstantSource clock) {
    this(GoogleKeyring::applicationDefault, clock, TIMEOUT);
  }

  GoogleKeyring(TokenSource source, InstantSource clock, Duration timeout) {
    this.source = source;
    this.clock = clock;
    this.timeout = timeout;
  }

  @Override
  public Candidates candidates(ImageReference reference) {
    return KnownRegistry.isGoogle(reference.host())
        ? current(reference.host())
        : Candidates.ANONYMOUS;
  }

  private synchronized Candidates current(String host) {
    if (!clock.instant().isBefore(renewal)) {
      Fetched fetched = fetchInTime(host);
      if (fetched.credential == null) {
        failed(fetched.problem);
      } else {
        succeeded(fetched.credential);
      }
    }
    return held;
  }

  // In a thread of its own: whoever waits may be interrupted, the fetch goes on for the others. Not
  // a virtual one: a scan's JVM would wait at its end for the thread of their sockets.
  private Fetched fetchInTime(String host) {
    CompletableFuture<Fetched> result = new CompletableFuture<>();
    Thread fetching =
        Thread.ofPlatform().daemon().name("google-token").start(() -> result.complete(fetch(host)));
    Fetched late = new Fetched(null, "no token within " + timeout.toSeconds() + " s");
    Fetched fetched =
        result.completeOnTimeout(late, timeout.toNanos(), TimeUnit.NANOSECONDS).join();
    fetching.interrupt();
    return fetched;
  }

  private Fetched fetch(String host) {
    try {
      return new Fetched(source.fetch(host), "");
    } catch (Exception e) {
      return new Fetched(null, String.valueOf(e.getMessage()));
    }
  }

  private void succeeded(Credential credential) {
    held = Candidates.of(credential);
    renewal = clock.instant().plus(TOKEN_HOLDS);
    if (failing) {
      log.info("Google's application default credentials work again");
    }
    failing = false;
  }

  private void failed(String problem) {
    held = new Candidates(List.of(), Optional.of(Reason.CREDENTIAL_PROVIDER_FAILED));
    renewal = clock.instant().plus(FAILURE_HOLDS);
    if (!failing) {
      String line = problem.strip().replaceAll("\\p{Cntrl}+", " ");
      log.atWarn()
          .addKeyValue("problem", line.substring(0, Math.min(line.length(), LONGEST_PROBLEM)))
          .log("Google's application default credentials failed");
    }
    failing = true;
  }

  private static Credential applicationDefault(String host)
      throws IOException, CredentialRetrievalException {
    ConcurrentLinkedDeque<String> progress = new ConcurrentLinkedDeque<>();
    return CredentialRetrieverFactory.forImage(
            com.google.cloud.tools.jib.api.ImageReference.of(host, "image", null),
            event -> progress.add(event.getMessage()))
        .googleApplicationDefaultCredentials()
        .retrieve()
        .map(token -> Credential.password(token.getUsername(), token.getPassword()))
        .orElseThrow(() -> new IOException(progress.peekLast()));
  }
}
