package io.pullcheck.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.ScriptedRegistry.Asked;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A registry that refuses a fresh token by 401, as one does whose replicas do not all know it yet.
final class RefusedTokensTest extends RegistryClientTesting {

  private final AtomicInteger refusals = new AtomicInteger();

  /// containerd sends five requests at most, the first without a token.
  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "3, true", "4, false", "9, false"})
  void theTokenIsShownAgainAsOftenAsANodeDoes(int refused, boolean available) throws Exception {
    ScriptedRegistry registry = scripted(asked -> answer(asked, refused, ""));

    assertThat(check(client(registry), registry, Candidates.ANONYMOUS) instanceof Verdict.Available)
        .isEqualTo(available);
  }

  @Test
  void aRefusalThatNamesAnErrorIsTheEnd() throws Exception {
    ScriptedRegistry registry =
        scripted(asked -> answer(asked, 9, ",error=\"insufficient_scope\""));

    check(client(registry), registry, Candidates.ANONYMOUS);

    assertThat(methods(registry)).containsExactly("HEAD", "GET", "HEAD", "GET");
  }

  @Test
  void whatStaysRefusedCostsNoMoreRequestsInLaterChecks() throws Exception {
    ScriptedRegistry registry = scripted(asked -> answer(asked, 99, ""));
    RegistryClient client = client(registry);
    check(client, registry, Candidates.ANONYMOUS);
    int first = registry.asked().size();

    assertThat(check(client, registry, Candidates.ANONYMOUS))
        .isInstanceOfSatisfying(
            Verdict.Unavailable.class,
            found -> assertThat(found.reason()).isEqualTo(Reason.PRIVATE_OR_ABSENT));
    assertThat(first).isEqualTo(7);
    assertThat(methods(registry).subList(first, registry.asked().size()))
        .containsExactly("HEAD", "GET", "HEAD");
  }

  private Answer answer(Asked asked, int refused, String error) {
    if (!asked.target().startsWith("/token")
        && !asked.authorization().isEmpty()
        && refusals.getAndIncrement() < refused) {
      return Answer.of(401).with("WWW-Authenticate", challenge(asked) + error);
    }
    return withToken(asked);
  }
}
