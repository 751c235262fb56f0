package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `kubectl apply -k webhook-config` on a real API server, and certs-scripts on what is then there.
@Tag("slow")
class ManifestsIT {
  @TempDir Path folder;
  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void install() throws IOException {
    cluster = Cluster.start();
    cluster.must("apply", "-k", "webhook-config");
  }

  private Certificates certificates() throws IOException {
    return new Certificates(folder).made("ca").made("leaf");
  }

  private static void applySecret(Certificates certificates) throws IOException {
    var secret = certificates.script("secret").out();
    assertThat(cluster.kubectlReading(secret, "apply", "-f", "-").exit()).isZero();
  }

  private static Command.Result patchCaBundle(Certificates certificates) throws IOException {
    return certificates.script(cluster.environment(), "ca-bundle", "--patch");
  }

  private static Command.Result verify(String... options) throws IOException {
    var arguments = new String[options.length + 2];
    arguments[0] = "verify";
    arguments[1] = "--cluster";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return Certificates.run(cluster.environment(), arguments);
  }

  @Test
  void allObjectsAreValidToTheLetter() throws IOException {
    var applied =
        cluster.must("apply", "-k", "webhook-config", "--validate=strict", "--dry-run=server");

    assertThat(applied.lines()).hasSize(10);
  }

  /// The strictest Pod Security Standard, which the namespace enforces.
  @Test
  void thePodsMayRunInTheirNamespace() throws IOException {
    var template =
        cluster.must(
            "get",
            "deployment",
            "-n",
            "pullcheck",
            "pullcheck",
            "-o=jsonpath={.spec.template.spec}");
    var pod =
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "pullcheck"}, "spec": %s}
        """;

    var created =
        cluster.kubectlReading(pod.formatted(template), "create", "--dry-run=server", "-f", "-");
    var refused =
        cluster.kubectlReading(
            pod.formatted(template.replace("\"runAsNonRoot\":true,", "")),
            "create",
            "--dry-run=server",
            "-f",
            "-");

    assertThat(created.exit()).as(created.err()).isZero();
    assertThat(created.err()).isEmpty();
    assertThat(refused.err()).contains("violates PodSecurity");
  }

  @Test
  void whileNobodyAnswersObjectsAreAdmitted() throws IOException {
    var created =
        cluster.kubectl(
            "create", "deployment", "a", "--image=a:b", "-n=default", "--dry-run=server");

    assertThat(created.exit()).isZero();
    assertThat(created.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "list deployments.apps --all-namespaces, yes",
    "watch cronjobs.batch --all-namespaces, yes",
    "list secrets --all-namespaces, yes",
    "get secrets -n default, no",
    "get secret/pullcheck-webhook-ca -n pullcheck, yes",
    "update secret/pullcheck-webhook-ca -n pullcheck, yes",
    "get secret/other -n pullcheck, no",
    "create secrets -n pullcheck, yes",
    "create secrets -n default, no",
    "update leases.coordination.k8s.io/pullcheck -n pullcheck, yes",
    "update leases.coordination.k8s.io/other -n pullcheck, no",
    "patch validatingwebhookconfigurations.admissionregistration.k8s.io/pullcheck, yes",
    "patch validatingwebhookconfigurations.admissionregistration.k8s.io/other, no",
    "create events -n default, yes",
    "update deployments.apps -n default, no",
    "list nodes, no",
    "get pods -n default, yes",
    "list pods --all-namespaces, no"
  })
  void theServiceAccountMayDoWhatItNeedsAndNoMore(String right, String answer) throws IOException {
    var command =
        ("auth can-i --as=system:serviceaccount:pullcheck:pullcheck --quiet=false " + right)
            .split(" ");

    assertThat(cluster.kubectl(command).out().strip()).isEqualTo(answer);
  }

  @Test
  void theWholeWayWithOwnCertificatesFits() throws IOException {
    var certificates = certificates();
    applySecret(certificates);

    assertThat(patchCaBundle(certificates).out())
        .isEqualTo("caBundle set in 4 entries of pullcheck\n");

    assertThat(verify().out()).startsWith("it fits: tls.crt is valid for");
  }

  @Test
  void applyingTheManifestsAgainKeepsTheCaBundle() throws IOException {
    var certificates = certificates();
    applySecret(certificates);
    patchCaBundle(certificates);

    cluster.must("apply", "-k", "webhook-config");

    assertThat(verify().out()).startsWith("it fits");
  }

  @Test
  void aMissingSecretIsNamed() throws IOException {
    cluster.must("delete", "secret", "-n", "pullcheck", "--all");

    var result = verify();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("pullcheck-certs: Secret pullcheck/pullcheck-webhook-tls: ")
        .contains("NotFound")
        .hasLineCount(1);
  }

  @Test
  void aMissingCaBundleIsNamedForEachEntry() throws IOException {
    cluster.must("delete", "validatingwebhookconfiguration", "pullcheck");
    cluster.must("apply", "-k", "webhook-config");
    applySecret(certificates());

    assertThat(verify().err().lines())
        .hasSize(4)
        .allMatch(it -> it.contains("has no caBundle: set it with 'pullcheck-certs ca-bundle"));
  }

  @Test
  void theCaBundleOfAnotherAuthorityIsNamedForEachEntry() throws IOException {
    var certificates = certificates();
    patchCaBundle(certificates);
    applySecret(certificates.made("ca", "--force").made("leaf", "--force"));

    assertThat(verify().err().lines())
        .hasSize(4)
        .allMatch(it -> it.contains("its caBundle does not trust the Secret's tls.crt: "));
  }

  @Test
  void aConfigurationThatCallsAnotherServiceIsNamed() throws IOException {
    var certificates = certificates();
    applySecret(certificates);
    patchCaBundle(certificates);
    cluster.must("create", "service", "clusterip", "other", "--tcp=443", "-n", "pullcheck");

    var result = verify("--service", "other");

    assertThat(result.err())
        .contains("tls.crt is not for other.pullcheck.svc")
        .contains("calls Service pullcheck/pullcheck-webhook, not pullcheck/other");
  }

  @Test
  void aConfigurationThatIsNotThereIsNamed() throws IOException {
    var result =
        certificates()
            .script(cluster.environment(), "ca-bundle", "--patch", "--configuration", "nowhere");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).startsWith("pullcheck-certs: configuration nowhere: ").hasLineCount(1);
  }
}
