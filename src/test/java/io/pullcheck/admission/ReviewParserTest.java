package io.pullcheck.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.PlatformSelector;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.PodTemplate;
import io.pullcheck.workload.WorkloadKind;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewParserTest {

  private static final String CREATE_POD =
      """
      "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE",
      "object": {"spec": {"containers": [{"name": "c", "image": "a:1"}]}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                      | the body is not a JSON object
          []                                                      | the body is not a JSON object
          {                                                       | the body is not valid JSON
          {"kind": tru}                                           | the body is not valid JSON
          {} {}                                                   | the body goes on after the review
          {}                                                      | the body is not an AdmissionReview of apiVersion admission.k8s.io/v1
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1","request":{"uid":"u"}} | the body is not an AdmissionReview of apiVersion admission.k8s.io/v1
          {"kind":"Pod","apiVersion":"admission.k8s.io/v1"}       | the body is not an AdmissionReview of apiVersion admission.k8s.io/v1
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"} | the review has no request
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":null} | the review has no request
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":"x"} | the review has no request
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{}} | the request has no usable uid
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":""}} | the request has no usable uid
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":7}} | the request has no usable uid
          {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"\\ud800"}} | the request has no usable uid
          """)
  void whatIsNoReviewIsRefusedWithItsReason(String body, String reason) {
    assertThat(ReviewParser.parse(body.getBytes(UTF_8)))
        .isEqualTo(new ReviewParser.Parsed.Malformed(reason));
  }

  @Test
  void invalidUtf8IsRefused() {
    String review = ReviewJson.request(CREATE_POD);
    byte[] body = review.getBytes(UTF_8);
    body[review.indexOf("a:1")] = (byte) 0xff;
    assertThat(ReviewParser.parse(body))
        .isEqualTo(new ReviewParser.Parsed.Malformed("the body is not valid JSON"));
  }

  @Test
  void aReviewOfAnUnknownKindIsNotLookedAt() {
    assertThat(review(CREATE_POD.replace("\"Pod\"", "\"CloneSet\"")).template()).isEmpty();
    assertThat(review(CREATE_POD.replace("\"v1\"", "\"v2\"")).template()).isEmpty();
    assertThat(review(CREATE_POD.replace("\"\"", "\"example.com\"")).template()).isEmpty();
  }

  @Test
  void onlyCreatesAndUpdatesOfTheObjectItselfAreLookedAt() {
    assertThat(review(CREATE_POD).template()).isPresent();
    assertThat(review(CREATE_POD.replace("CREATE", "UPDATE")).template()).isPresent();
    assertThat(review(CREATE_POD.replace("CREATE", "CONNECT")).template()).isEmpty();
    assertThat(review("\"subResource\": \"ephemeralcontainers\"," + CREATE_POD).template())
        .isEmpty();
  }

  @Test
  void anObjectThatIsBeingDeletedIsNotLookedAt() {
    String deleting =
        CREATE_POD.replace(
            "{\"spec\"", "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},\"spec\"");
    assertThat(review(deleting).template()).isEmpty();
  }

  @Test
  void theFieldsMayComeInAnyOrder() {
    String turned =
        """
        "object": {"spec": {"containers": [{"image": "a:1", "name": "c"}]}}, "operation": "CREATE",
        "kind": {"kind": "Pod", "version": "v1", "group": ""}
        """;
    assertThat(review(turned)).isEqualTo(review(CREATE_POD));
  }

  @Test
  void fieldsOfAnUnexpectedTypeAreLeftOut() {
    PodTemplate template =
        review(
                CREATE_POD.replace(
                    "[{\"name\": \"c\", \"image\": \"a:1\"}]",
                    """
                    [7, null, "x", {"name": 1, "image": ["b:1"]}, {"name": "c", "image": "a:1"}],
                    "initContainers": {}, "volumes": "none", "imagePullSecrets": [{"name": 7}, {}],
                    "nodeSelector": [], "affinity": {"nodeAffinity": 7}"""))
            .template()
            .orElseThrow();
    assertThat(template.images("spec"))
        .containsExactly(new ContainerImage("c", "spec.containers[4].image", "a:1"));
    assertThat(template.pullSecrets()).isEmpty();
    assertThat(template.platforms()).isEqualTo(PlatformSelector.ANY);
  }

  @Test
  void platformsAreReadFromSelectorAndAffinity() {
    PodTemplate template =
        review(
                CREATE_POD.replace(
                    "\"containers\"",
                    """
                    "nodeSelector": {"kubernetes.io/os": "linux", "disk": "ssd"},
                    "affinity": {"podAffinity": {}, "nodeAffinity": {
                      "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                        {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In",
                          "values": ["amd64", "arm64"]}]}]}}},
                    "containers\""""))
            .template()
            .orElseThrow();
    assertThat(template.platforms())
        .isEqualTo(new PlatformSelector(Set.of("linux"), Set.of("amd64", "arm64")));
  }

  @Test
  void fiveThousandContainersAreRead() {
    String containers =
        IntStream.range(0, 5000)
            .mapToObj(i -> "{\"name\":\"c%d\",\"image\":\"reg.io/c:%d\"}".formatted(i, i))
            .collect(Collectors.joining(","));
    String pod = CREATE_POD.replace("{\"name\": \"c\", \"image\": \"a:1\"}", containers);
    assertThat(review(pod).template().orElseThrow().images("spec"))
        .hasSize(5000)
        .endsWith(new ContainerImage("c4999", "spec.containers[4999].image", "reg.io/c:4999"));
  }

  @Test
  void twoObjectsOfThreeMebibytesAreRead() {
    String large = "\"data\": \"" + "x".repeat(3 * 1024 * 1024) + "\", \"spec\"";
    String update =
        CREATE_POD
            .replace("CREATE", "UPDATE")
            .replace("\"object\"", "\"oldObject\": {\"spec\": {}}, \"object\"")
            .replace("\"spec\"", large);
    Review review = review(update);
    assertThat(review.template()).isPresent();
    assertThat(review.leavesImagesAsTheyAre()).isFalse();
  }

  @Test
  void eachKindIsKnownByGroupVersionAndKind() {
    for (WorkloadKind kind : WorkloadKind.values()) {
      String named =
          "\"kind\": {\"group\": \"%s\", \"version\": \"v1\", \"kind\": \"%s\"}"
              .formatted(kind.group(), kind.kind());
      assertThat(review(named).kind()).contains(kind);
    }
  }

  private static Review review(String fields) {
    return ((ReviewParser.Parsed.Ok) ReviewParser.parse(ReviewJson.request(fields).getBytes(UTF_8)))
        .review();
  }
}
