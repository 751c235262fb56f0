package io.pullcheck.registry;

import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Platform;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.ScriptedRegistry.Asked;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What tests of platforms and layers share: images, and a client that looks behind manifests.
abstract class ContentTesting extends RegistryClientTesting {

  final TestingImages images = new TestingImages();

  static Optional<Reason> reason(Verdict verdict) {
    return verdict instanceof Verdict.Unavailable unavailable
        ? Optional.of(unavailable.reason())
        : Optional.empty();
  }

  Asker asker(Verification verification) throws IOException {
    return asker(verification, images::answer);
  }

  Asker asker(Verification verification, Function<Asked, Answer> script) throws IOException {
    ScriptedRegistry registry = scripted(script);
    return new Asker(registry, client(verification, registry.host()));
  }

  RegistryClient client(Verification verification, String host) {
    RegistryClient client =
        new RegistryClient(
            access(new AddressRules(true, false, Set.of())),
            new RegistrySettings(List.of(TestingHosts.plain(host)), verification, false, false, 1),
            Duration.ofSeconds(5),
            RegistryObserver.NONE,
            clock);
    open.add(client);
    return client;
  }

  record Asker(ScriptedRegistry registry, RegistryClient client) {
    Verdict check(String... platforms) {
      return check(false, platforms);
    }

    /// As an image volume.
    Verdict mount(String... platforms) {
      return check(true, platforms);
    }

    private Verdict check(boolean mounted, String... platforms) {
      Set<Platform> needed =
          Arrays.stream(platforms)
              .map(each -> Platform.parse(each).orElseThrow())
              .collect(Collectors.toSet());
      ImageReference reference =
          ImageReference.parse(registry.host() + "/shop/cart:v1", "docker.io").orElseThrow();
      return client.check(
          new PullAttempt(reference, Candidates.ANONYMOUS, needed, Optional.empty(), mounted),
          Keyring.EMPTY,
          TestingCallers.URGENT);
    }
  }
}
