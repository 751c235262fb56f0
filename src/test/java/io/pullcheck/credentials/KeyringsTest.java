package io.pullcheck.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.image.Candidates;
import io.pullcheck.image.Credential;
import io.pullcheck.image.ImageReference;
import io.pullcheck.image.PullSecrets;
import io.pullcheck.image.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeyringsTest {

  private static final ImageReference IMAGE =
      ImageReference.parse("reg.io/shop/cart:v1", "docker.io").orElseThrow();
  private static final Credential OWN = Credential.password("own", "p");
  private static final Credential ACCOUNTS = Credential.password("account", "p");
  private static final Credential NODES = Credential.password("node", "p");

  private static final Map<String, Lookup> SECRETS =
      Map.of(
          "own", found("reg.io", OWN),
          "account", found("reg.io", ACCOUNTS),
          "elsewhere", found("quay.io", OWN),
          "broken", new Lookup.Unusable(),
          "hidden", new Lookup.NotReadable());

  @Test
  void theTemplatesOwnSecretsCountAndNotItsServiceAccounts() {
    assertThat(candidates(List.of("own"), "web").inOrder()).containsExactly(OWN);
  }

  @Test
  void withoutAnyTheServiceAccountsCount() {
    assertThat(candidates(List.of(), "web").inOrder()).containsExactly(ACCOUNTS);
    assertThat(candidates(List.of(), "default")).isEqualTo(Candidates.ANONYMOUS);
  }

  @Test
  void theNodesOwnComeAfterThem() {
    NodeCredentials node = reference -> Candidates.of(NODES);

    assertThat(candidates(List.of("own"), "", node).inOrder()).containsExactly(OWN, NODES);
    assertThat(candidates(List.of("elsewhere"), "", node).inOrder()).containsExactly(NODES);
  }

  @Test
  void aMissingSecretIsToldAndTheOthersCount() {
    assertThat(candidates(List.of("missing", "own"), ""))
        .isEqualTo(new Candidates(List.of(OWN), Optional.of(Reason.PULL_SECRET_MISSING)));
  }

  @Test
  void aMalformedSecretFailsTheWholePull() {
    assertThat(candidates(List.of("own", "broken"), ""))
        .isEqualTo(new Candidates(List.of(), Optional.of(Reason.CREDENTIALS_UNUSABLE)));
  }

  @Test
  void aSecretThatMayNotBeReadIsPassedOver() {
    assertThat(candidates(List.of("hidden"), "")).isEqualTo(Candidates.ANONYMOUS);
  }

  @Test
  void aFailedPluginIsToldUnlessSomethingElseWentWrongBefore() {
    NodeCredentials failing =
        reference -> new Candidates(List.of(), Optional.of(Reason.CREDENTIAL_PROVIDER_FAILED));

    assertThat(candidates(List.of(), "default", failing).trouble())
        .contains(Reason.CREDENTIAL_PROVIDER_FAILED);
    assertThat(candidates(List.of("missing"), "", failing).trouble())
        .contains(Reason.PULL_SECRET_MISSING);
  }

  private static Candidates candidates(
      List<String> names, String serviceAccount, NodeCredentials... node) {
    PullSecretSource source =
        new PullSecretSource() {
          @Override
          public Lookup secret(String namespace, String name) {
            return SECRETS.getOrDefault(name, new Lookup.Missing());
          }

          @Override
          public List<String> serviceAccountSecrets(String namespace, String account) {
            return account.equals("web") ? List.of("account") : List.of();
          }
        };
    return new Keyrings(source, List.of(node))
        .of(new PullSecrets("shop", names, serviceAccount))
        .candidates(IMAGE);
  }

  private static Lookup found(String key, Credential credential) {
    return new Lookup.Found(new DockerConfig(List.of(new DockerConfig.Entry(key, credential))));
  }
}
