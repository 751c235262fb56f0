package io.pullcheck.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Values that would install something that does not work are refused, and it is said why.
class ChartRefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          unknownValue: 1                      | 'unknownValue' not allowed
          webhook: {failurePolicy: Fail}       | 'failurePolicy' not allowed
          image: {digest: latest}              | /image/digest
          image: {registry: "https://hub"}     | /image/registry
          image: {tag: 1.10}                   | /image/tag
          replicaCount: 0                      | /replicaCount
          replicaCount: two                    | /replicaCount
          shards: two                          | /shards
          kinds: [Deployments]                 | /kinds/0
          kinds: []                            | /kinds
          namespaces: [Shop]                   | /namespaces/0
          verify: everything                   | /verify
          platforms: [linux]                   | /platforms/0
          checkInterval: 5                     | /checkInterval
          checkInterval: 5 minutes             | /checkInterval
          defaultRegistry: "https://docker.io" | /defaultRegistry
          pullSecrets: all                     | /pullSecrets
          config: {registries: [{}]}           | missing property 'host'
          config: {registries: [{host: h, rate: 1}]} | 'rate' not allowed
          webhook: {timeoutSeconds: 31}        | /webhook/timeoutSeconds
          webhook: {port: 443}                 | /webhook/port
          tls: {mode: manual}                  | /tls/mode
          tls: {mode: files, caBundle: LS0t}   | /tls/caBundle
          denyNamespaces: [Shop]               | /denyNamespaces/0
          management: {token: secret}          | 'token' not allowed
          networkPolicy: {apiServers: [1.2.3.4]} | /networkPolicy/apiServers/0
          logFormat: xml                       | /logFormat
          serviceMonitor: {interval: 30}       | /serviceMonitor/interval
          serviceMonitor: {labels: {team: 1}}  | /serviceMonitor/labels/team
          podDisruptionBudget: {minAvailable: most} | /podDisruptionBudget/minAvailable
          strategy: {type: Rolling}            | /strategy/type
          podLabels: [team]                    | /podLabels
          credentialProviders: {path: plugins} | /credentialProviders/path
          volumes: [{emptyDir: {}}]            | missing property 'name'
          dnsConfig: {options: [{name: ndots, value: 1}]} | /dnsConfig/options/0/value
          tls: {sans: ["a,b"]}                 | /tls/sans/0
          k8sImageAvailabilityExporter: {arg: []} | 'arg' not allowed
          workloadResources: ["apps/v1/deployments:spec"] | /workloadResources/0
          workloadResources: ["a.io/v1/rollouts"]         | /workloadResources/0
          workloadResources: ["a.io/v1/sets:spec.jobs[0].spec"] | /workloadResources/0
          workloadLabels: ["*"]                           | /workloadLabels/0
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
          {keepList: true, namespaces: [a]}               | keepList needs all namespaces
          {namespaces: [a], rbac: {clusterScoped: false}, tls: {mode: certManager}, evictions: {mode: hold}} | evictions.mode=hold reads the namespaces' labels
          evictions: {hold: soon}                         | evictions.hold: soon is no duration
          evictions: {hold: 25h}                          | evictions.hold: 25h is longer than a drain can wait
          extraArgs: [--evictions=off]                    | extraArgs: write the value evictions.mode in place of --evictions
          platforms: [linux/amd64]                        | platforms is for verify=platform
          namespaceLabel: "a=b=c"                         | namespaceLabel: a=b=c is no label
          shutdownDelay: 26s                              | terminationGracePeriodSeconds=30 must be at least 5 s more than shutdownDelay=26s
          {shutdownDelay: 1m30s, terminationGracePeriodSeconds: 94} | at least 5 s more than shutdownDelay=1m30s
          webhookTimeout: 5s                              | webhookTimeout=5s must be less than webhook.timeoutSeconds=5
          {webhookTimeout: 1500ms, webhook: {timeoutSeconds: 1}} | webhookTimeout=1500ms must be less than
          checkInterval: 500ms                            | checkInterval: 500ms is too short
          allowedImages: ["ok", "[a-"]                    | allowedImages: [a- is no regular expression
          ignoredImages: ["a)(b"]                         | ignoredImages: a)(b is no regular expression
          ignoredImages: ["(?!shop)"]                     | ignoredImages: (?!shop) is no regular expression
          ignoredImages: ['shop\\']                       | is no regular expression
          ignoredImages: ["~user"]                        | separates expressions
          allowedImages: [""]                             | allowedImages has an empty expression
          prometheusRule: {disabled: [PullcheckTypo]}     | there is no alert PullcheckTypo; there are Pullcheck
          prometheusRule: {compatible: true, disabled: [PullcheckRateLimited]} | there are DeploymentImageUnavailable, StatefulSetImageUnavailable
          podLabels: {app.kubernetes.io/instance: b}      | podLabels sets app.kubernetes.io/instance
          commonLabels: {app.kubernetes.io/name: b}       | commonLabels sets app.kubernetes.io/name
          commonLabels: {helm.sh/chart: b}                | commonLabels sets helm.sh/chart
          {serviceMonitor: {enabled: true}, podMonitor: {enabled: true}} | scraped twice
          serviceMonitor: {interval: 30s, scrapeTimeout: 1m} | which Prometheus refuses
          webhook: {port: 8080}                           | webhook.port and management.port are both 8080
          dnsPolicy: None                                 | dnsPolicy=None needs dnsConfig.nameservers
          {hostNetwork: true, dnsPolicy: ClusterFirst}    | ClusterFirstWithHostNet
          podDisruptionBudget: {minAvailable: 1, maxUnavailable: 1} | set one of them
          volumes: [{name: tmp, emptyDir: {}}]            | volumes: the name tmp is Pullcheck's own
          volumes: [{name: a, emptyDir: {}}, {name: a, emptyDir: {}}] | the name a is there twice
          volumeMounts: [{name: a, mountPath: /tmp}]      | volumeMounts: the mountPath /tmp is Pullcheck's own
          topologySpreadConstraints: [{topologyKey: zone, labelSelector: {matchLabels: {app: exporter}}}] | no pod of Pullcheck has the label app=exporter
          extraEnv: [{name: POD_IP, value: a}]            | extraEnv: the name POD_IP is Pullcheck's own
          imageMirrors: {docker.io: "hub=a"}              | imageMirrors: docker.io: hub=a is no pair of prefixes
          extraArgs: [--check-interval=1m]                | write the value checkInterval
          extraArgs: [-check-interval, 1m]                | write the value checkInterval
          extraArgs: [--lease-name=other]                 | --lease-name is set by the chart already: take it out
          extraArgs: [--namespace-label=team]             | write the value namespaceLabel in place of --namespace-label
          extraArgs: ["--webhook-bind-address=:9443"]     | write the value webhook.port
          """)
  void valuesThatDoNotFitTogetherAreRefusedInOneSentence(String values, String complaint) {
    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          replicas: 2                             | replicas has another name now: write replicaCount
          topologySpread: []                      | write topologySpreadConstraints
          extraVolumes: []                        | write volumes
          extraVolumeMounts: []                   | write volumeMounts
          monitoring: {monitor: PodMonitor}       | write serviceMonitor.enabled=true (or podMonitor.enabled=true)
          """)
  void aNameOfBeforeIsRefusedWithTheNewOne(String values, String complaint) {
    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(complaint);
  }

  /// Expressions that look odd, and compile.
  @ParameterizedTest
  @CsvSource({"(?i)shop", "\\Qshop.", "^a|b$", "\\x7euser", "'[a-z]{2,}'"})
  void otherExpressionsAreTaken(String expression) throws IOException {
    var release = Chart.render("ignoredImages: ['" + expression + "']");

    assertThat(release.manifests()).contains("--ignored-images=");
  }

  /// Null takes a default away, as Helm has it: those that can be done without may all go at once.
  @Test
  void nullIsTakenForWhatIsNotNeeded() throws IOException {
    var values = (ObjectNode) Chart.yaml(Chart.FOLDER.resolve("values.yaml"));
    optionalToNull(values, Chart.yaml(Chart.FOLDER.resolve("values.schema.json")));
    ((ObjectNode) values.get("image")).put("registry", "registry.example.com");

    var release = Chart.render(new YAMLMapper().writeValueAsString(values));

    assertThat(release.object("Deployment", "pullcheck").at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(release.manifests()).doesNotContain("%!", "<no value>", "null");
  }

  private static void optionalToNull(ObjectNode values, JsonNode schema) {
    for (var name : List.copyOf(values.propertyNames())) {
      var rule = schema.at("/properties").get(name);
      if (required(schema).contains(name)) {
        if (values.get(name) instanceof ObjectNode below) {
          optionalToNull(below, rule);
        }
      } else {
        values.putNull(name);
      }
    }
  }

  private static List<String> required(JsonNode schema) {
    return schema.at("/required").valueStream().map(JsonNode::asString).toList();
  }

  static List<String> objects() throws IOException {
    var objects = new ArrayList<String>();
    objects("", Chart.yaml(Chart.FOLDER.resolve("values.schema.json")), objects);
    return objects;
  }

  private static void objects(String path, JsonNode schema, List<String> into) {
    if (!required(schema).isEmpty()) {
      into.add(path);
    }
    for (var value : schema.at("/properties").properties()) {
      objects(path + "/properties/" + value.getKey(), value.getValue(), into);
    }
  }

  /// What is needed is named when it is taken away.
  @ParameterizedTest
  @MethodSource("objects")
  void nullForWhatIsNeededIsNamed(String path) throws IOException {
    var names = required(Chart.yaml(Chart.FOLDER.resolve("values.schema.json")).at(path));
    var values = new YAMLMapper().createObjectNode();
    var below = path.isEmpty() ? values : values.withObject(path.replace("/properties/", "/"));
    names.forEach(below::putNull);

    var refusal = assertThatThrownBy(() -> Chart.render(values.toString()));

    names.forEach(name -> refusal.hasMessageContaining("'" + name + "'"));
  }

  @Test
  void theRefusalIsAsShortAsItCanBe() {
    assertThatThrownBy(() -> Chart.render("replicas: 2"))
        .message()
        .matches("(?s)execution error at \\(pullcheck/templates/[^)]+\\): replicas has another.*");
  }
}
