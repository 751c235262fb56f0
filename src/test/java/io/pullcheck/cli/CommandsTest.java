package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '"',
      textBlock =
          """
          --check-interval=5x                 ¦ Invalid value for option '--check-interval': '5x' is not a duration (allowed:
          -check-interval=5x                  ¦ Invalid value for option '--check-interval': '5x' is not a duration (allowed:
          --check-period=0s                   ¦ --check-period: '0s' is too short (allowed: 0.1s or more)
          --check-interval=999ms              ¦ --check-interval: '0.999s' is too short (allowed: 1s or more)
          --check-timeout=5ms                 ¦ --check-timeout: '0.005s' is too short (allowed: 1s or more)
          --webhook-timeout=31s               ¦ --webhook-timeout: '31s' is not how long an API server waits (allowed: more than 0s, at most 30s)
          --bind-address=no.such.host.invalid:8080 ¦ --bind-address: 'no.such.host.invalid:8080' has a host without an address (allowed: an address of this machine, or none)
          --webhook-bind-address=127.0.0.1:8080 ¦ --webhook-bind-address: '127.0.0.1:8080' is the address of --bind-address, too (allowed: another port)
          --namespaces=                       ¦ --namespaces: '' is not a name in Kubernetes (allowed: a-z, 0-9 and - inside
          --namespaces=shop,,pay              ¦ --namespaces: '' is not a name in Kubernetes
          --namespace=Shop                    ¦ --namespace: 'Shop' is not a name in Kubernetes
          --lease-name=a..b                   ¦ --lease-name: 'a..b' is not a name in Kubernetes
          --service-name=a.b                  ¦ --service-name: 'a.b' is not a name in Kubernetes
          --default-registry=https://reg.io   ¦ --default-registry: 'https://reg.io' is not a registry (allowed: HOST[:PORT], without a scheme
          --default-registry=                 ¦ --default-registry: '' is not a registry
          --default-registry=reg.io/hub       ¦ --default-registry: 'reg.io/hub' is not a registry
          --tls-cert-file=/a.pem              ¦ --tls-cert-file: '/a.pem' is not read (allowed: only with --tls-mode=files)
          --tls-san=                          ¦ --tls-san: '' is no name
          --deny-hint=é                       ¦ --deny-hint: 'é' cannot stand in a refusal (allowed: printable ASCII, 300 characters)
          --evictions=deny                    ¦ Invalid value for option '--evictions': 'deny' (allowed: off, warn, hold)
          --eviction-hold=25h                 ¦ --eviction-hold: '25h' is not how long a drain can wait (allowed: at most 24h)
          --cluster-name=über                 ¦ --cluster-name: 'über' cannot stand on the status page (allowed: printable ASCII, 100 characters)
          --bind-address=8080                 ¦ Invalid value for option '--bind-address': '8080' is not an address to listen on (allowed: [HOST]:PORT
          --kinds=Deployment,Foo              ¦ Invalid value for option '--kinds': 'Foo' is not a kind of workload (allowed: Deployment,
          --ignored-images=(                  ¦ --ignored-images: '(' is not a regular expression
          --tls-mode=own                      ¦ Invalid value for option '--tls-mode': 'own' (allowed: self, files)
          --tls-mode=files                    ¦ --tls-cert-file: '' is missing (allowed: a PEM file, with --tls-mode=files)
          --pull-secrets=all                  ¦ Invalid value for option '--pull-secrets': 'all' (allowed: informer, on-demand, none)
          --events=perhaps                    ¦ Invalid value for option '--events': 'perhaps' (allowed: true, false)
          --shard=1                           ¦ --shard: '1' is no shard (allowed: 0 to 0)
          --total-shards=0                    ¦ --total-shards: '0' is too small (allowed: 1 or more)
          --platforms=linux                   ¦ --platforms: 'linux' is not a platform of nodes (allowed: OS/ARCH
          --platforms=linux/amd46 --verify=platform ¦ --platforms: 'linux/amd46' is not a platform of nodes
          --platforms=linux/amd64             ¦ --platforms: 'linux/amd64' is not looked at (allowed: with --verify=platform or layers
          --namespace-label=a=b=c             ¦ 'a=b=c' is not a namespace label (allowed: KEY or KEY=VALUE)
          --log-level=loud                    ¦ Invalid value for option '--log-level': 'loud' (allowed: debug, info, warn, error)
          scan --capath=/no/such nginx        ¦ --capath: /no/such cannot be read
          scan --capath=src nginx             ¦ --capath: src is a folder, no PEM file
          scan --capath=pom.xml nginx         ¦ --capath: pom.xml holds no
          --image-mirror=nonsense             ¦ --image-mirror: 'nonsense'
          --kubeconfig=/no/such/file          ¦ --kubeconfig /no/such/file: no such file
          --no-such-flag                      ¦ Unknown option: '--no-such-flag'
          --image-credential-provider-config=x ¦ --image-credential-provider-bin-dir: '' is missing
          --check-intervall=5m                ¦ Unknown option: '--check-intervall=5m'; did you mean --check-interval?
          word                                ¦ Unmatched argument at index 0: 'word'
          sacn                                ¦ Unmatched argument at index 0: 'sacn'; did you mean scan?
          scan                                ¦ nothing to check (allowed: images, -f FILE|DIR|-, --list FILE, --cluster
          scan -                              ¦ '-' is no image (allowed: -f - for manifests
          scan --lsit=x                       ¦ Unknown option: '--lsit=x'; did you mean --list?
          scan -A nginx                       ¦ -A needs --cluster, --node or --drain
          scan --node=a --drain=b             ¦ --node and --drain: only one of them
          scan --cluster nginx                ¦ a cluster, or images and files: only one of both
          scan -o xml nginx                   ¦ 'xml' (allowed: table, json, junit, sarif, github, gitlab)
          scan -x nginx                       ¦ Unknown option: '-x' (see
          scan --concurrency=many nginx       ¦ --concurrency': 'many' is no whole number (allowed: such as 8, 2147483647 at most)
          scan --concurrency=3000000000 nginx ¦ --concurrency': '3000000000' is no whole number (allowed: such as 8, 2147483647 at most)
          --shard=one                         ¦ --shard': 'one' is no whole number (allowed:
          scan --requests-per-second=x nginx  ¦ --requests-per-second': 'x' is no number (allowed: such as 20 or 0.5)
          scan --google-credentials=maybe a   ¦ --google-credentials': 'maybe' (allowed: true, false)
          scan -n Shop nginx                  ¦ --namespace: 'Shop' is not a name in Kubernetes (allowed: a-z, 0-9 and - inside
          scan -n Shop --cluster              ¦ --namespace: 'Shop' is not a name in Kubernetes
          scan --node=Node                    ¦ --node: 'Node' is not a name in Kubernetes
          scan --drain=                       ¦ --drain: '' is not a name in Kubernetes
          scan --kubeconfig=/no nginx         ¦ --kubeconfig needs --cluster, --node or --drain
          keep-list -n Shop                   ¦ --namespace: 'Shop' is not a name in Kubernetes
          self-test --namespace=Shop          ¦ --namespace: 'Shop' is not a name in Kubernetes
          scan --concurrency=0 nginx          ¦ --concurrency: '0' is no number of requests (allowed: 1 to 1000)
          scan --requests-per-second=-1 nginx ¦ --requests-per-second: '-1.0' is no rate (allowed: 0 or more; 0: no limit)
          kubectl-pullcheck --kubeconfig=/no  ¦ --kubeconfig /no: no such file
          """)
  void aBadFlagIsOneLineAndStatus2(String flag, String message) {
    Outcome outcome = run(flag.split(" "));

    assertThat(outcome.err()).startsWith("pullcheck: ").contains(message).hasLineCount(1);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void helpAndVersionAreAnswered() {
    assertThat(run("--help").out()).contains("serve").contains("Usage: pullcheck");
    assertThat(run("serve", "--help").out())
        .contains("--check-interval=DURATION")
        .contains("Default: 5m");
    assertThat(run("scan", "--help").out())
        .contains("in scan ~/.docker/config.json")
        .contains("-f, --filename=FILE|DIR|-");
    assertThat(run("kubectl-pullcheck", "--help").out())
        .startsWith("Usage: kubectl pullcheck [OPTIONS] [IMAGE...]");
    assertThat(run("--version").out()).startsWith("pullcheck ");
    assertThat(run("version").out()).isEqualTo(run("--version").out());
    assertThat(run("help").out()).isEqualTo(run("--help").out());
    assertThat(run("help", "scan").out()).isEqualTo(run("scan", "--help").out());
    assertThat(run("--help").status()).isZero();
  }

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Commands.run(args, new PrintWriter(out), new PrintWriter(err));
    return new Outcome(status, out.toString(), err.toString());
  }
}
