package io.pullcheck.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.model.NodePlacement;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewParserTest {

  static final ReviewParser PARSER = new ReviewParser(new KindTable(List.of()));

  static final String CREATE_POD =
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
    assertThat(PARSER.parse(body.getBytes(UTF_8)))
        .isEqualTo(new ReviewParser.Parsed.Malformed(reason));
  }

  @Test
  void invalidUtf8IsRefused() {
    String review = ReviewJson.request(CREATE_POD);
    byte[] body = review.getBytes(UTF_8);
    body[review.indexOf("a:1")] = (byte) 0xff;
    assertThat(PARSER.parse(body))
        .isEqualTo(new ReviewParser.Parsed.Malformed("the body is not valid JSON"));
  }

  @Test
  void aReviewOfAnUnknownKindIsNotLookedAt() {
    assertThat(review(CREATE_POD.replace("\"Pod\"", "\"CloneSet\"")).workloads()).isEmpty();
    assertThat(review(CREATE_POD.replace("\"v1\"", "\"v2\"")).workloads()).isEmpty();
    assertThat(review(CREATE_POD.replace("\"\"", "\"example.com\"")).workloads()).isEmpty();
  }

  @Test
  void onlyCreatesAndUpdatesOfTheObjectItselfAreLookedAt() {
    assertThat(review(CREATE_POD).workloads()).isNotEmpty();
    assertThat(review(CREATE_POD.replace("CREATE", "UPDATE")).workloads()).isNotEmpty();
    assertThat(review(CREATE_POD.replace("CREATE", "CONNECT")).workloads()).isEmpty();
    assertThat(review("\"subResource\": \"status\"," + CREATE_POD).workloads()).isEmpty();
  }

  /// Whoever made the pod: no template has them.
  @Test
  void ofAPodThatIsDebuggedTheNewContainersAreLookedAt() {
    String pod =
        """
        {"metadata": {"name": "p", "ownerReferences": [
           {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "r", "controller": true}]},
         "spec": {"containers": [{"name": "c", "image": "a:1"}],
           "ephemeralContainers": [%s]}}""";
    String first = "{\"name\": \"d1\", \"image\": \"busybox\"}";
    String second = ", {\"name\": \"d2\", \"image\": \"tools:v1\"}";
    String request =
        """
        "subResource": "ephemeralcontainers", "uid": "u1", "namespace": "shop",
        "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "UPDATE",
        "object": %s, "oldObject": %s"""
            .formatted(pod.formatted(first + second), pod.formatted(first));

    Review review = review(request);
    Workload workload = review.workloads().getFirst();

    assertThat(workload.images())
        .containsExactly(new ContainerImage("d2", "spec.ephemeralContainers[1].image", "tools:v1"));
    assertThat(review.leavesImagesAsTheyAre(List.of(workload))).isFalse();
  }

  @Test
  void anObjectThatIsBeingDeletedIsNotLookedAt() {
    String deleting =
        CREATE_POD.replace(
            "{\"spec\"", "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},\"spec\"");
    assertThat(review(deleting).workloads()).isEmpty();
  }

  @Test
  void theFieldsMayComeInAnyOrder() {
    String turned =
        """
        "object": {"spec": {"containers": [{"image": "a:1", "name": "c"}]}}, "operation": "CREATE",
        "kind": {"kind": "Pod", "version": "v1", "group": ""}
        """;
    assertThat(review(turned).workloads()).isNotEmpty().isEqualTo(review(CREATE_POD).workloads());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "spec": {"containers": [{"image": "a:1", "image": "a:2"}]}                        | a:2
          "spec": {"containers": [{"image": "a:1", "image": null}]}                         | a:1
          "spec": {"containers": [{"image": "a:1"}], "containers": [{"image": "a:2"}]}      | a:2
          "spec": {"containers": [{"image": "a:1"}]}, "spec": {"serviceAccountName": "b"}   | a:1
          "spec": {"containers": [{"image": "a:1"}]}, "spec": null                          | a:1
          "spec": {"containers": [{"image": "a:1"}], "containers": null}                    | ``
          "spec": {}, "spec": {"containers": [{"image": "a:1"}]}                            | a:1
          """)
  void ofAPropertyThatComesTwiceTheLastOneCountsAndObjectsAreMerged(String object, String image) {
    String pod = CREATE_POD.substring(0, CREATE_POD.indexOf("\"object\""));
    Workload workload = review(pod + "\"object\": {" + object + "}").workloads().getFirst();
    assertThat(workload.images())
        .extracting(ContainerImage::image)
        .isEqualTo(image.isEmpty() ? List.of() : List.of(image));
  }

  @Test
  void theImagesOfEachKindStandAtItsPodSpecPath() {
    for (WorkloadKind kind : WorkloadKind.BUILT_IN) {
      assertThat(created(PARSER, kind).workloads().getFirst().images())
          .containsExactly(
              new ContainerImage("c", kind.podSpecPath() + ".containers[0].image", "a:1"));
    }
  }

  static Review created(ReviewParser parser, WorkloadKind kind) {
    String object = "{\"containers\": [{\"name\": \"c\", \"image\": \"a:1\"}]}";
    for (String name : List.of(kind.podSpecPath().split("\\.", -1)).reversed()) {
      object = "{\"" + name + "\": " + object + "}";
    }
    String request =
        """
        "object": %1$s, "operation": "CREATE",
        "kind": {"group": "%2$s", "version": "%3$s", "kind": "%4$s"},
        "resource": {"group": "%2$s", "version": "%3$s", "resource": "%5$s"}
        """
            .formatted(
                object,
                kind.group(),
                kind.version(),
                kind.kind().isEmpty() ? "Fleet" : kind.kind(),
                kind.plural());
    return review(parser, request);
  }

  @Test
  void fieldsOfAnUnexpectedTypeAreLeftOut() {
    Workload workload =
        review(
                CREATE_POD.replace(
                    "[{\"name\": \"c\", \"image\": \"a:1\"}]",
                    """
                    [7, null, "x", {"name": 1, "image": ["b:1"]}, {"name": "c", "image": "a:1"}],
                    "initContainers": {}, "volumes": "none", "imagePullSecrets": [{"name": 7}, {}],
                    "nodeSelector": [], "affinity": {"nodeAffinity": 7}"""))
            .workloads()
            .getFirst();
    assertThat(workload.images())
        .containsExactly(new ContainerImage("c", "spec.containers[4].image", "a:1"));
    assertThat(workload.secrets().names()).isEmpty();
    assertThat(workload.placement()).isEqualTo(NodePlacement.ANYWHERE);
  }

  @Test
  void thePlacementIsReadFromSelectorAndAffinity() {
    Workload workload =
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
            .workloads()
            .getFirst();
    assertThat(workload.placement())
        .isEqualTo(
            new NodePlacement(
                "",
                "",
                Map.of("kubernetes.io/os", "linux", "disk", "ssd"),
                List.of(
                    new NodePlacement.Term(
                        List.of(
                            new NodePlacement.Requirement(
                                "kubernetes.io/arch", "In", List.of("amd64", "arm64"))),
                        List.of())),
                Set.of(),
                ""));
  }

  @Test
  void fiveThousandContainersAreRead() {
    String containers =
        IntStream.range(0, 5000)
            .mapToObj(i -> "{\"name\":\"c%d\",\"image\":\"reg.io/c:%d\"}".formatted(i, i))
            .collect(Collectors.joining(","));
    String pod = CREATE_POD.replace("{\"name\": \"c\", \"image\": \"a:1\"}", containers);
    assertThat(review(pod).workloads().getFirst().images())
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
    assertThat(review.workloads()).isNotEmpty();
    assertThat(review.leavesImagesAsTheyAre(review.workloads())).isFalse();
  }

  @Test
  void eachKindIsKnownByGroupVersionAndKind() {
    for (WorkloadKind kind : WorkloadKind.BUILT_IN) {
      String named =
          "\"kind\": {\"group\": \"%s\", \"version\": \"v1\", \"kind\": \"%s\"}"
              .formatted(kind.group(), kind.kind());
      assertThat(review(named).kinds()).containsExactly(kind);
    }
  }

  static Review review(String fields) {
    return review(PARSER, fields);
  }

  static Review review(ReviewParser parser, String fields) {
    return ((ReviewParser.Parsed.Ok) parser.parse(ReviewJson.request(fields).getBytes(UTF_8)))
        .review();
  }
}
