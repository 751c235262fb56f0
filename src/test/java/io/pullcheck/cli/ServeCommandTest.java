package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.BindAddress;
import io.pullcheck.config.EvictionMode;
import io.pullcheck.config.MetricsDetail;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.LogFormat;
import io.pullcheck.config.ServeConfig.LogLevel;
import io.pullcheck.config.ServeConfig.PullSecretAccess;
import io.pullcheck.config.ServeConfig.TlsMode;
import io.pullcheck.config.Verification;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.Platform;
import io.pullcheck.workload.WorkloadKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ServeCommandTest {

  @Test
  void everyDefaultIsThatOfTheReadme() {
    ServeConfig config = parse();

    assertThat(config.servers())
        .isEqualTo(
            new ServeConfig.Servers(
                new BindAddress("", 8080),
                Optional.of(new BindAddress("", 8443)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                new ServeConfig.Access(
                    Optional.empty(), Optional.empty(), Set.of(), Optional.empty()),
                MetricsDetail.ALL,
                Optional.empty(),
                new ServeConfig.Evictions(EvictionMode.WARN, Duration.ofMinutes(30)),
                false));
    assertThat(config.checks())
        .isEqualTo(
            new ServeConfig.Checks(
                Duration.ofSeconds(15),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(15)));
    assertThat(config.selection().kinds().kinds())
        .containsExactlyInAnyOrder(
            WorkloadKind.DEPLOYMENT,
            WorkloadKind.STATEFULSET,
            WorkloadKind.DAEMONSET,
            WorkloadKind.CRONJOB);
    assertThat(config.selection().forceCheckDisabled().kinds()).isEmpty();
    assertThat(config.selection().namespaces()).isEmpty();
    assertThat(config.selection().denyNamespaces().patterns()).isEmpty();
    assertThat(config.selection().namespaceLabel()).isEmpty();
    assertThat(config.selection().images().test("anything")).isTrue();
  }

  /// And does not make its group forget the others.
  @Test
  void ofAFlagThatIsGivenTwiceTheLastCounts() {
    ServeConfig config =
        parse(
            "--bind-address=127.0.0.1:1",
            "--shutdown-delay=1s",
            "-check-interval",
            "1m",
            "--capath=a.pem",
            "--check-period=1s",
            "--leader-elect",
            "--shutdown-delay",
            "3s",
            "--capath=b.pem",
            "-check-interval=2m",
            "--leader-elect=false");

    assertThat(config.servers().management()).isEqualTo(new BindAddress("127.0.0.1", 1));
    assertThat(config.servers().shutdownDelay()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.checks().period()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.checks().interval()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.registries().certificateAuthorities())
        .containsExactly(Path.of("a.pem"), Path.of("b.pem"));
    assertThat(config.replicas().leaderElect()).isFalse();
  }

  @Test
  void everyOtherDefaultToo() {
    ServeConfig config = parse();

    assertThat(config.cluster().name()).isEmpty();
    assertThat(config.cluster().serviceName()).isEqualTo("pullcheck-webhook");
    assertThat(config.cluster().tlsSecretName()).isEqualTo("pullcheck-webhook-ca");
    assertThat(config.cluster().webhookConfigurationName()).isEqualTo("pullcheck");
    assertThat(config.cluster().leaseName()).isEqualTo("pullcheck");
    assertThat(config.cluster().pullSecrets()).isEqualTo(PullSecretAccess.INFORMER);
    assertThat(config.cluster().events()).isTrue();
    assertThat(config.registries().defaultRegistry()).isEqualTo("docker.io");
    assertThat(config.registries().verify()).isEqualTo(Verification.MANIFEST);
    assertThat(config.registries().allowLoopback()).isFalse();
    assertThat(config.registries().allowPlainHttp()).isFalse();
    assertThat(config.registries().denyPrivate()).isFalse();
    assertThat(config.registries().skipVerification()).isFalse();
    assertThat(config.tls().mode()).isEqualTo(TlsMode.SELF);
    assertThat(config.replicas())
        .isEqualTo(new ServeConfig.Replicas(false, 0, 1, Optional.empty()));
    assertThat(config.log()).isEqualTo(new ServeConfig.Log(LogFormat.TEXT, LogLevel.INFO));
  }

  @Test
  void goSpellingsMeanTheSame() {
    ServeConfig config =
        parse(
            "-check-interval=1h30m",
            "-bind-address",
            "127.0.0.1:9090",
            "-allow-plain-http",
            "-skip-registry-cert-verification=true",
            "-events=false",
            "-default-registry=reg.io",
            "-force-check-disabled-controllers=deployment,CRONJOB",
            "-namespace-label=team=web",
            "-capath=/a.pem",
            "--capath=/b.pem",
            "-ignored-images=a~b");

    assertThat(config.checks().interval()).isEqualTo(Duration.ofMinutes(90));
    assertThat(config.servers().management()).isEqualTo(new BindAddress("127.0.0.1", 9090));
    assertThat(config.registries().allowPlainHttp()).isTrue();
    assertThat(config.registries().skipVerification()).isTrue();
    assertThat(config.cluster().events()).isFalse();
    assertThat(config.registries().defaultRegistry()).isEqualTo("reg.io");
    assertThat(config.selection().forceCheckDisabled().kinds())
        .containsExactlyInAnyOrder(WorkloadKind.DEPLOYMENT, WorkloadKind.CRONJOB);
    assertThat(config.selection().namespaceLabel()).map(Object::toString).contains("team=web");
    assertThat(config.registries().certificateAuthorities())
        .containsExactly(Path.of("/a.pem"), Path.of("/b.pem"));
    assertThat(config.selection().images().test("b")).isFalse();
  }

  @Test
  void listsAndWordsAreTakenInAnyCase() {
    ServeConfig config =
        parse(
            "--pull-secrets=On-Demand",
            "--verify=LAYERS",
            "--container-runtime=cri-o",
            "--log-format=JSON",
            "--log-level=Debug",
            "--namespaces=a,b",
            "--platforms=linux/amd64,linux/arm64");

    assertThat(config.cluster().pullSecrets()).isEqualTo(PullSecretAccess.ON_DEMAND);
    assertThat(config.registries().verify()).isEqualTo(Verification.LAYERS);
    assertThat(config.registries().runtime()).contains(ContainerRuntime.CRI_O);
    assertThat(config.log()).isEqualTo(new ServeConfig.Log(LogFormat.JSON, LogLevel.DEBUG));
    assertThat(config.selection().namespaces()).containsExactlyInAnyOrder("a", "b");
    assertThat(config.registries().platforms())
        .containsExactlyInAnyOrder(new Platform("linux", "amd64"), new Platform("linux", "arm64"));
  }

  @Test
  void whoMayAskIsTakenAsItIsSaid() {
    ServeConfig config =
        parse(
            "--webhook-client-ca=/api-server.pem",
            "--management-token-file=/token",
            "--notifications-token-file=/registries",
            "--management-hosts=Pullcheck.example.com,images.example.com",
            "--metrics=unavailable",
            "--deny-hint= Ask #platform ",
            "--cluster-name= arn:aws:eks:eu-1:1:cluster/prod ",
            "--evictions=Hold",
            "--eviction-hold=0s",
            "--namespaces=team-a,shop,db",
            "--deny-namespaces=shop,team-*,other");

    assertThat(config.servers().access())
        .isEqualTo(
            new ServeConfig.Access(
                Optional.of(Path.of("/api-server.pem")),
                Optional.of(Path.of("/token")),
                Set.of("pullcheck.example.com", "images.example.com"),
                Optional.of(Path.of("/registries"))));
    assertThat(config.servers().denyHint()).hasValue("Ask #platform");
    assertThat(config.servers().evictions())
        .isEqualTo(new ServeConfig.Evictions(EvictionMode.HOLD, Duration.ZERO));
    assertThat(config.cluster().name()).hasValue("arn:aws:eks:eu-1:1:cluster/prod");
    assertThat(config.selection().pinsDeny("shop")).isTrue();
    assertThat(config.selection().pinsDeny("team-a")).isTrue();
    assertThat(config.selection().pinsDeny("db")).isFalse();
    // Not one of --namespaces.
    assertThat(config.selection().pinsDeny("other")).isFalse();
  }

  private static ServeConfig parse(String... args) {
    CommandLine commands = Commands.commands();
    commands.parseArgs(Arguments.normalise(args, commands).toArray(String[]::new));
    ServeCommand serve = commands.getSubcommands().get("serve").getCommand();
    return serve.config();
  }
}
