package io.pullcheck.credentials.plugin;

import static io.pullcheck.credentials.plugin.TestingPlugins.answer;
import static io.pullcheck.credentials.plugin.TestingPlugins.held;
import static io.pullcheck.credentials.plugin.TestingPlugins.provider;
import static io.pullcheck.model.Reason.CREDENTIAL_PROVIDER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.config.UsageError;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialProvidersIT {

  private static final Candidates FAILED =
      new Candidates(List.of(), Optional.of(CREDENTIAL_PROVIDER_FAILED));
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final TestingClock clock = new TestingClock();
  @TempDir Path folder;
  private TestingPlugins plugins;

  @BeforeEach
  void plugins() {
    plugins = new TestingPlugins(folder);
  }

  @Test
  void aPluginIsAskedAsTheKubeletAsks() throws IOException {
    plugins.add(
        "ecr",
        "echo \"$*|$REGION|$PATH\" >\"$0.call\"; "
            + answer("Registry", "12h", "*.reg.io").replace("k8s.io/v1", "k8s.io/v1beta1"));
    CredentialProviders providers =
        open(
            """
            - name: ecr
              matchImages: ["*.reg.io"]
              defaultCacheDuration: 10m
              apiVersion: credentialprovider.kubelet.k8s.io/v1beta1
              args: [get-credentials, --v=5]
              env: [{name: REGION, value: eu-west-1}]
            """);

    assertThat(providers.candidates(reference("eu.reg.io/team/app:1@sha256:" + "a".repeat(64))))
        .isEqualTo(Candidates.of(Credential.password("AWS", "token1")));
    assertThat(plugins.requests("ecr"))
        .containsExactly(
            "{\"kind\":\"CredentialProviderRequest\","
                + "\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1beta1\","
                + "\"image\":\"eu.reg.io/team/app\"}");
    assertThat(Files.readString(plugins.binaries().resolve("ecr.call")).strip())
        .isEqualTo("get-credentials --v=5|eu-west-1|" + System.getenv("PATH"));
  }

  @Test
  void aPluginIsOnlyAskedForImagesThatMatch() throws IOException {
    plugins.add("ecr", answer("Global", "12h", "*.reg.io"));
    CredentialProviders providers = open(provider("ecr", "*.reg.io"));

    assertThat(providers.candidates(reference("reg.io/app"))).isEqualTo(Candidates.ANONYMOUS);
    assertThat(providers.candidates(reference("nginx"))).isEqualTo(Candidates.ANONYMOUS);
    assertThat(plugins.requests("ecr")).isEmpty();
  }

  @Test
  void aRegistrysAnswerServesItsImagesUntilItExpires() throws IOException {
    plugins.add("ecr", answer("Registry", "12h", "*.reg.io"));
    CredentialProviders providers = open(provider("ecr", "*.reg.io"));

    assertThat(passwords(providers, "eu.reg.io/a", "eu.reg.io/b", "us.reg.io/a", "eu.reg.io/a"))
        .containsExactly("token1", "token1", "token2", "token1");
    clock.advance(Duration.ofHours(12).plusSeconds(1));
    assertThat(passwords(providers, "eu.reg.io/a")).containsExactly("token3");
  }

  @Test
  void anImagesAnswerServesItAlone() throws IOException {
    plugins.add("ecr", answer("Image", "12h", "*.reg.io"));
    CredentialProviders providers = open(provider("ecr", "*.reg.io"));

    assertThat(passwords(providers, "eu.reg.io/a", "eu.reg.io/b", "eu.reg.io/a", "eu.reg.io/b"))
        .containsExactly("token1", "token2", "token1", "token2");
  }

  @Test
  void aGlobalAnswerServesAllThatMatch() throws IOException {
    plugins.add("ecr", answer("Global", "12h", "*.reg.io"));
    CredentialProviders providers = open(provider("ecr", "*.reg.io"));

    assertThat(passwords(providers, "eu.reg.io/a", "us.reg.io/b"))
        .containsExactly("token1", "token1");
  }

  @Test
  void anAnswerWithoutADurationHoldsAsConfiguredAndOneOfZeroNotAtAll() throws IOException {
    plugins.add("plain", answer("Global", null, "*.reg.io"));
    plugins.add("never", answer("Global", "0s", "*.example.com"));
    CredentialProviders providers =
        open(provider("plain", "*.reg.io") + provider("never", "*.example.com"));

    assertThat(passwords(providers, "eu.reg.io/a", "eu.reg.io/a"))
        .containsExactly("token1", "token1");
    assertThat(passwords(providers, "a.example.com/a", "a.example.com/a"))
        .containsExactly("token1", "token2");
    clock.advance(Duration.ofMinutes(10).plusSeconds(1));
    assertThat(passwords(providers, "eu.reg.io/a")).containsExactly("token2");
  }

  @Test
  void theAnswersOfAllPluginsAreOneSource() throws IOException {
    plugins.add("one", answer("Global", "1h", "eu.reg.io").replace("AWS", "one"));
    plugins.add("two", answer("Global", "1h", "eu.reg.io/team").replace("AWS", "two"));
    CredentialProviders providers = open(provider("one", "*.reg.io") + provider("two", "*.reg.io"));

    assertThat(providers.candidates(reference("eu.reg.io/team/app")).inOrder())
        .extracting(Credential::username)
        .containsExactly("two", "one");
  }

  @Test
  void aLoginForDockerHubIsFoundUnderItsOldName() throws IOException {
    plugins.add("hub", answer("Global", "1h", "https://index.docker.io/v1/"));
    CredentialProviders providers = open(provider("hub", "docker.io"));

    assertThat(passwords(providers, "nginx")).containsExactly("token1");
  }

  @Test
  void hundredsWhoWaitForARegistryCostOneRun() throws IOException {
    plugins.add("slow", held() + answer("Registry", "1h", "*.reg.io"));
    CredentialProviders providers = open(provider("slow", "*.reg.io"));

    List<CompletableFuture<Candidates>> all =
        IntStream.range(0, 300)
            .mapToObj(i -> reference("eu.reg.io/app" + i))
            .map(image -> CompletableFuture.supplyAsync(() -> providers.candidates(image), THREADS))
            .toList();
    Waiting.eventually(() -> plugins.requests("slow").size() == 1);
    plugins.release("slow");

    assertThat(all.stream().map(CompletableFuture::join))
        .containsOnly(Candidates.of(Credential.password("AWS", "token1")));
    assertThat(plugins.requests("slow")).hasSize(1);
  }

  @Test
  void thoseWhoWaitForAnAnswerOfOneImageAskForTheirOwnOnce() throws IOException {
    plugins.add("slow", held() + answer("Image", "1h", "*.reg.io"));
    CredentialProviders providers = open(provider("slow", "*.reg.io"));

    List<CompletableFuture<Candidates>> all =
        IntStream.range(0, 40)
            .mapToObj(i -> reference("eu.reg.io/app" + i % 4))
            .map(image -> CompletableFuture.supplyAsync(() -> providers.candidates(image), THREADS))
            .toList();
    Waiting.eventually(() -> plugins.requests("slow").size() == 1);
    plugins.release("slow");

    assertThat(all.stream().map(CompletableFuture::join))
        .allSatisfy(candidates -> assertThat(candidates.inOrder()).hasSize(1));
    assertThat(plugins.requests("slow")).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void aPluginThatFailsHasNoCredentialsAndIsAskedAgainHalfAMinuteLater() throws IOException {
    plugins.add(
        "ecr",
        "test -e \"$0.works\" || { echo 'no role' >&2; exit 1; }; "
            + answer("Image", "1h", "*.reg.io"));
    CredentialProviders providers = open(provider("ecr", "*.reg.io"));

    assertThat(providers.candidates(reference("eu.reg.io/a"))).isEqualTo(FAILED);
    assertThat(providers.candidates(reference("eu.reg.io/a"))).isEqualTo(FAILED);
    assertThat(providers.candidates(reference("nginx"))).isEqualTo(Candidates.ANONYMOUS);
    assertThat(plugins.requests("ecr")).hasSize(1);
    Files.createFile(plugins.binaries().resolve("ecr.works"));
    clock.advance(Duration.ofSeconds(30));
    assertThat(passwords(providers, "eu.reg.io/a")).containsExactly("token2");
  }

  @Test
  void whatTheOtherPluginsHaveStillCounts() throws IOException {
    plugins.add("bad", "exit 1");
    plugins.add("good", answer("Image", "1h", "*.reg.io"));
    CredentialProviders providers =
        open(provider("bad", "*.reg.io") + provider("good", "*.reg.io"));

    assertThat(providers.candidates(reference("eu.reg.io/a")))
        .isEqualTo(
            new Candidates(
                List.of(Credential.password("AWS", "token1")),
                Optional.of(CREDENTIAL_PROVIDER_FAILED)));
  }

  @Test
  void aPluginThatTalksNonsenseOrTakesTooLongFails() throws IOException {
    plugins.add("nonsense", "echo hello");
    plugins.add("old", answer("Image", "1h", "*.reg.io").replace("k8s.io/v1", "k8s.io/v1alpha1"));
    plugins.add("slow", "exec sleep 600");

    for (String name : List.of("nonsense", "old", "slow")) {
      CredentialProviders providers =
          CredentialProviders.open(
              plugins.config(provider(name, "*.reg.io")),
              plugins.binaries(),
              clock,
              Duration.ofSeconds(3));
      assertThat(providers.candidates(reference("eu.reg.io/a"))).as(name).isEqualTo(FAILED);
    }
  }

  @Test
  void aPluginThatNeedsATokenIsSkipped() throws IOException {
    plugins.add("token", answer("Global", "1h", "*.reg.io"));
    CredentialProviders providers =
        open(
            provider("token", "*.reg.io")
                + """
                  tokenAttributes:
                    serviceAccountTokenAudience: audience
                    cacheType: Token
                    requireServiceAccount: false
                """);

    assertThat(providers.candidates(reference("eu.reg.io/a"))).isEqualTo(Candidates.ANONYMOUS);
    assertThat(plugins.requests("token")).isEmpty();
  }

  @Test
  void aFolderOrAPluginThatIsNotThereIsRefused() throws IOException {
    plugins.add("ecr", "exit 0");
    Path binaries = plugins.binaries();
    Path good = plugins.config(provider("ecr", "*.reg.io"));
    Path gone = folder.resolve("gone");

    assertThatThrownBy(() -> CredentialProviders.open(good, gone, clock))
        .isInstanceOf(UsageError.class)
        .hasMessage(
            "--image-credential-provider-bin-dir: "
                + gone
                + " is no folder (allowed: that of the plugins)");
    Path unexecutable = Files.createFile(binaries.resolve("text"));
    for (Path name : List.of(unexecutable, binaries.resolve("missing"))) {
      Path bad = plugins.config(provider(name.getFileName().toString(), "*.reg.io"));
      assertThatThrownBy(() -> CredentialProviders.open(bad, binaries, clock))
          .isInstanceOf(UsageError.class)
          .hasMessage(
              "--image-credential-provider-bin-dir: "
                  + name
                  + " is no executable (allowed: the plugin that "
                  + bad
                  + " names)");
    }
  }

  private CredentialProviders open(String providers) throws IOException {
    return CredentialProviders.open(plugins.config(providers), plugins.binaries(), clock);
  }

  private static List<String> passwords(CredentialProviders providers, String... images) {
    return List.of(images).stream()
        .flatMap(image -> providers.candidates(reference(image)).inOrder().stream())
        .map(Credential::secret)
        .toList();
  }

  private static ImageReference reference(String image) {
    return ImageReference.parse(image, "docker.io").orElseThrow();
  }
}
