package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
  private static final Path CASES = Path.of("src/test/resources/helm");

  static List<Path> cases() throws IOException {
    try (Stream<Path> cases = Files.list(CASES)) {
      return cases.sorted().toList();
    }
  }

  /// A folder for each set of values: what is applied, and what the installer reads.
  @ParameterizedTest
  @MethodSource("cases")
  void valuesRenderWhatIsExpected(Path folder) throws IOException {
    var release = Chart.render(folder.resolve("values.yaml"));

    GoldenFiles.assertSame(folder.resolve("manifests.yaml"), release.manifests());
    GoldenFiles.assertSame(folder.resolve("notes.txt"), release.notes());
  }

  @Test
  void noFileOfACaseIsUnused() {
    assertThat(CASES.toFile().listFiles())
        .allSatisfy(
            folder ->
                assertThat(folder.list())
                    .containsExactlyInAnyOrder("values.yaml", "manifests.yaml", "notes.txt"));
  }

  @Test
  void theStrictLinterFindsNothing() {
    var result = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(result.isFailed()).isFalse();
    assertThat(result.getMessages())
        .noneMatch(it -> it.contains("ERROR") || it.contains("WARNING"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          unknownValue: 1                      | 'unknownValue' not allowed
          webhook: {failurePolicy: Fail}       | 'failurePolicy' not allowed
          image: {digest: latest}              | /image/digest
          replicas: 0                          | /replicas
          shards: two                          | /shards
          kinds: [Deployments]                 | /kinds/0
          kinds: []                            | /kinds
          namespaces: [Shop]                   | /namespaces/0
          verify: everything                   | /verify
          platforms: [linux]                   | /platforms/0
          checkInterval: 5                     | /checkInterval
          checkInterval: 5 minutes             | /checkInterval
          pullSecrets: all                     | /pullSecrets
          config: {registries: [{}]}           | missing property 'host'
          config: {registries: [{host: h, rate: 1}]} | 'rate' not allowed
          webhook: {timeoutSeconds: 31}        | /webhook/timeoutSeconds
          tls: {mode: manual}                  | /tls/mode
          tls: {mode: files, caBundle: LS0t}   | /tls/caBundle
          denyNamespaces: [Shop]               | /denyNamespaces/0
          management: {token: secret}          | 'token' not allowed
          networkPolicy: {apiServers: [1.2.3.4]} | /networkPolicy/apiServers/0
          logFormat: xml                       | /logFormat
          monitoring: {monitor: Probe}         | /monitoring/monitor
          credentialProviders: {path: plugins} | /credentialProviders/path
          """)
  void theSchemaRefuses(String values, String complaint) {
    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tls: {mode: files}                              | tls.secretName is needed
          tls: {caBundle: "-----BEGIN CERTIFICATE-----"}  | tls.caBundle is for tls.mode=files
          rbac: {clusterScoped: false}                    | rbac.clusterScoped=false needs namespaces
          credentialProviders: {image: plugins:1}         | needs credentialProviders.providers
          {namespaces: [a], rbac: {clusterScoped: false}} | leaves nobody to set the caBundle
          {namespaces: [a], rbac: {clusterScoped: false}, webhook: {enabled: false}, verify: platform} | set platforms
          {namespaces: [a], rbac: {clusterScoped: false}, webhook: {enabled: false}, namespaceLabel: b} | namespaceLabel reads
          """)
  void valuesThatDoNotFitTogetherAreRefusedInOneSentence(String values, String complaint) {
    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(complaint);
  }
}
