package io.pullcheck.credentials;

import static io.pullcheck.model.Reason.CREDENTIALS_UNUSABLE;
import static io.pullcheck.model.Reason.CREDENTIAL_PROVIDER_FAILED;
import static io.pullcheck.model.Reason.PULL_SECRET_MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.docker.DockerConfig;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyringsTest {

  private static final Credential ADA = Credential.password("ada", "1");
  private static final Credential GRACE = Credential.password("grace", "2");
  private static final Credential NODE = Credential.password("node", "3");
  private static final Keyring FAILING =
      _ -> new Candidates(List.of(), Optional.of(CREDENTIAL_PROVIDER_FAILED));

  private static final PullSecretSource SECRETS =
      new TestingSecrets(
          Map.of(
              "shop/ada", found("reg.io", ADA),
              "shop/grace", found("reg.io/team", GRACE),
              "shop/other", found("other.io", GRACE),
              "shop/empty", found("reg.io", Credential.password("", "")),
              "shop/broken", new Lookup.Unusable(),
              "shop/huge", new Lookup.TooLarge(),
              "shop/many", many(1_000, i -> "r" + i + ".io"),
              "shop/globs", many(21, i -> "*".repeat(i + 1) + ".io"),
              "shop/hidden", new Lookup.NotReadable(),
              "bank/ada", found("reg.io", GRACE)),
          Map.of("shop/default", List.of("ada"), "shop/builder", List.of("grace", "ada")));

  @Test
  void thePullSecretsOfTheTemplateAreOneSource() {
    // In the order of the keys, not in that of the secrets.
    assertThat(candidates("reg.io/team/app", "ada", "grace")).isEqualTo(Candidates.of(GRACE, ADA));
    assertThat(candidates("reg.io/app", "ada", "grace")).isEqualTo(Candidates.of(ADA));
  }

  /// A secret that is named three thousand times is looked up once.
  @Test
  void eachSecretIsLookedUpOnce() {
    List<String> asked = new ArrayList<>();
    PullSecretSource counting =
        new PullSecretSource() {
          @Override
          public Lookup secret(String namespace, String name) {
            asked.add(name);
            return SECRETS.secret(namespace, name);
          }

          @Override
          public List<String> serviceAccountSecrets(String namespace, String serviceAccount) {
            return List.of();
          }
        };
    PullSecrets wanted = new PullSecrets("shop", Collections.nCopies(3_000, "ada"), "");

    assertThat(
            new Keyrings(counting, List.of()).of(wanted).candidates(reference("reg.io/team/app")))
        .isEqualTo(Candidates.of(ADA));
    assertThat(asked).containsExactly("ada");
  }

  @Test
  void moreThanIsLookedAtIsTooLarge() {
    Candidates tooLarge = new Candidates(List.of(), Optional.of(Reason.TOO_LARGE));
    List<String> names = IntStream.range(0, 51).mapToObj(i -> "none" + i).toList();

    assertThat(candidates("reg.io/app", names.toArray(String[]::new))).isEqualTo(tooLarge);
    assertThat(candidates("reg.io/app", names.subList(0, 50).toArray(String[]::new)).trouble())
        .contains(PULL_SECRET_MISSING);
    assertThat(candidates("reg.io/app", "huge")).isEqualTo(tooLarge);
    assertThat(candidates("reg.io/app", "many", "ada")).isEqualTo(tooLarge);
    assertThat(candidates("other.io/app", "many")).isEqualTo(Candidates.ANONYMOUS);
    assertThat(candidates("a.io/app", "globs")).isEqualTo(tooLarge);
  }

  @Test
  void aTemplateWithoutSecretsHasThoseOfItsServiceAccount() {
    assertThat(ofAccount("default")).isEqualTo(Candidates.of(ADA));
    assertThat(ofAccount("builder")).isEqualTo(Candidates.of(GRACE, ADA));
    assertThat(ofAccount("unknown")).isEqualTo(Candidates.ANONYMOUS);
  }

  @Test
  void aTemplateWithSecretsHasNoneOfItsServiceAccount() {
    PullSecrets secrets = new PullSecrets("shop", List.of("other"), "default");

    assertThat(keyrings().of(secrets).candidates(reference("reg.io/app")))
        .isEqualTo(Candidates.ANONYMOUS);
  }

  @Test
  void anEmptyNameIsPassedOverAndStillHidesTheServiceAccount() {
    PullSecrets secrets = new PullSecrets("shop", List.of(""), "default");

    assertThat(keyrings().of(secrets).candidates(reference("reg.io/app")))
        .isEqualTo(Candidates.ANONYMOUS);
  }

  @Test
  void onlySecretsOfTheWorkloadsNamespaceCount() {
    PullSecrets bank = new PullSecrets("bank", List.of("ada"), "default");

    assertThat(keyrings().of(bank).candidates(reference("reg.io/app")))
        .isEqualTo(Candidates.of(GRACE));
  }

  @Test
  void aMissingSecretIsToldWhateverElseThereIs() {
    assertThat(candidates("reg.io/app", "gone")).isEqualTo(with(PULL_SECRET_MISSING));
    assertThat(candidates("reg.io/app", "gone", "ada")).isEqualTo(with(PULL_SECRET_MISSING, ADA));
  }

  @Test
  void aMalformedSecretFailsEveryPullOfTheWorkload() {
    assertThat(candidates("elsewhere.io/app", "ada", "broken", "gone"))
        .isEqualTo(with(CREDENTIALS_UNUSABLE));
    assertThat(
            keyrings(node(NODE))
                .of(new PullSecrets("shop", List.of("broken"), ""))
                .candidates(reference("reg.io/app")))
        .isEqualTo(with(CREDENTIALS_UNUSABLE));
  }

  @Test
  void aSecretThatMayNotBeReadIsNoTrouble() {
    assertThat(candidates("reg.io/app", "hidden")).isEqualTo(Candidates.ANONYMOUS);
    assertThat(candidates("reg.io/app", "hidden", "ada")).isEqualTo(Candidates.of(ADA));
  }

  @Test
  void theNodesOwnComeAfterPullSecretsInTheirOrder() {
    Keyrings keyrings = keyrings(node(NODE), node(GRACE, ADA));

    assertThat(
            keyrings
                .of(new PullSecrets("shop", List.of("ada"), ""))
                .candidates(reference("reg.io/app")))
        .isEqualTo(Candidates.of(ADA, NODE, GRACE));
  }

  @Test
  void aFailedSourceIsToldOnlyIfNothingMatched() {
    PullSecrets ada = new PullSecrets("shop", List.of("ada"), "");
    PullSecrets gone = new PullSecrets("shop", List.of("gone"), "");
    PullSecrets none = new PullSecrets("shop", List.of(), "unknown");
    ImageReference app = reference("reg.io/app");

    assertThat(keyrings(FAILING).of(none).candidates(app))
        .isEqualTo(with(CREDENTIAL_PROVIDER_FAILED));
    assertThat(keyrings(FAILING).of(ada).candidates(app)).isEqualTo(Candidates.of(ADA));
    assertThat(keyrings(FAILING, node(NODE)).of(none).candidates(app))
        .isEqualTo(Candidates.of(NODE));
    assertThat(keyrings(FAILING).of(gone).candidates(app)).isEqualTo(with(PULL_SECRET_MISSING));
  }

  @Test
  void entriesWithoutAUserAloneMeanAnAnonymousPull() {
    assertThat(candidates("reg.io/app", "empty")).isEqualTo(Candidates.ANONYMOUS);
    assertThat(candidates("reg.io/app", "empty", "ada"))
        .isEqualTo(Candidates.of(Credential.password("", ""), ADA));
  }

  private static Candidates candidates(String image, String... secrets) {
    return keyrings()
        .of(new PullSecrets("shop", List.of(secrets), ""))
        .candidates(reference(image));
  }

  private static Candidates ofAccount(String account) {
    return keyrings()
        .of(new PullSecrets("shop", List.of(), account))
        .candidates(reference("reg.io/team/app"));
  }

  private static Keyrings keyrings(Keyring... node) {
    return new Keyrings(SECRETS, List.of(node));
  }

  private static Keyring node(Credential... credentials) {
    return _ -> Candidates.of(credentials);
  }

  private static Candidates with(Reason trouble, Credential... inOrder) {
    return new Candidates(Arrays.asList(inOrder), Optional.of(trouble));
  }

  private static Lookup found(String key, Credential credential) {
    return new Lookup.Found(new DockerConfig(List.of(new DockerConfig.Entry(key, credential))));
  }

  private static ImageReference reference(String image) {
    return ImageReference.parse(image, "docker.io").orElseThrow();
  }

  /// Secrets and accounts by `namespace/name`.
  private record TestingSecrets(Map<String, Lookup> secrets, Map<String, List<String>> accounts)
      implements PullSecretSource {

    @Override
    public Lookup secret(String namespace, String name) {
      return secrets.getOrDefault(namespace + "/" + name, new Lookup.Missing());
    }

    @Override
    public List<String> serviceAccountSecrets(String namespace, String serviceAccount) {
      return accounts.getOrDefault(namespace + "/" + serviceAccount, List.of());
    }
  }

  private static Lookup many(int entries, IntFunction<String> key) {
    return new Lookup.Found(
        new DockerConfig(
            IntStream.range(0, entries)
                .mapToObj(
                    i -> new DockerConfig.Entry(key.apply(i), Credential.password("u" + i, "p")))
                .toList()));
  }
}
