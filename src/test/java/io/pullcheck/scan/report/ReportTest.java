package io.pullcheck.scan.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.rescue.Rescue;
import io.pullcheck.scan.source.Problem;
import io.pullcheck.scan.source.Source;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each format, validated by its own schema, and what stands in it.
final class ReportTest {

  private static final Path SCHEMAS = Path.of("src/test/resources/scan/schema");
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.7Z");
  private static final Source CART =
      new Source(
          "shop",
          "Deployment",
          "cart",
          "main",
          "spec.template.spec.containers[0].image",
          "./deploy/cart & co.yaml",
          14);
  private static final Rescue RESCUE =
      new Rescue("Its manifest is still in the registry.", "crane tag reg.io/gone@sha256:1 1");
  private static final Source ON_CLUSTER =
      new Source("ops", "CronJob", "purge", "p", "spec.x", "", 0);
  private static final Findings ALL =
      new Findings(
          List.of(
              result("reg.io/a:1", new Verdict.Available(Optional.of("sha256:abc")), CART),
              result("reg.io/gone:1", Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), CART),
              result("down.io/a:1", Verdict.Unavailable.of(Reason.CONNECT), ON_CLUSTER),
              result(
                  "busy.io/a:1",
                  new Verdict.Inconclusive(Reason.RATE_LIMITED, Duration.ofMinutes(1))),
              result(
                  "Bad/<\u0007&\"%\n::error::x", Verdict.Unavailable.of(Reason.INVALID_REFERENCE)),
              new Result(
                  "late.io/a:1",
                  Optional.of("late.io"),
                  Optional.empty(),
                  List.of(),
                  List.of(CART))),
          List.of(new Problem("deploy/broken.yaml", 3, "not YAML: mapping values")));

  private static Result result(String image, Verdict verdict, Source... sources) {
    return new Result(
        image,
        Optional.of(image.substring(0, image.indexOf('/'))),
        Optional.of(new CheckedVerdict(verdict, NOW)),
        image.equals("reg.io/gone:1") ? List.of(RESCUE) : List.of(),
        List.of(sources));
  }

  private static Stream<Findings> findings() {
    return Stream.of(ALL, new Findings(List.of(), List.of()), many(300));
  }

  private static Findings many(int count) {
    return new Findings(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    result(
                        "reg.io/gone:" + i, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), CART))
            .toList(),
        List.of());
  }

  private static String write(Report report, Findings findings) {
    return report.write(findings, "1.2.3", false);
  }

  @ParameterizedTest
  @MethodSource("findings")
  void jsonIsOfItsSchema(Findings findings) throws Exception {
    assertValid("scan.json", write(Report.JSON, findings));
  }

  @ParameterizedTest
  @MethodSource("findings")
  void sarifIsOfItsSchema(Findings findings) throws Exception {
    assertValid("sarif-schema-2.1.0.json", write(Report.SARIF, findings));
  }

  @ParameterizedTest
  @MethodSource("findings")
  void gitlabIsOfItsSchema(Findings findings) throws Exception {
    assertValid("gitlab-code-quality.json", write(Report.GITLAB, findings));
  }

  private static void assertValid(String schema, String json) throws Exception {
    try (InputStream file = Files.newInputStream(SCHEMAS.resolve(schema))) {
      Schema read = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(file);
      assertThat(read.validate(json, InputFormat.JSON)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("findings")
  void junitIsOfItsSchema(Findings findings) throws Exception {
    javax.xml.validation.Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(SCHEMAS.resolve("junit-10.xsd").toFile());
    schema
        .newValidator()
        .validate(new StreamSource(new StringReader(write(Report.JUNIT, findings))));
  }

  @Test
  void junitCountsFailuresErrorsAndSkipped() {
    assertThat(write(Report.JUNIT, ALL))
        .contains(
            "<testsuite name=\"pullcheck\" tests=\"7\" failures=\"2\" errors=\"3\" skipped=\"1\">")
        .contains("<failure type=\"manifest_unknown\" message=\"not found\">")
        .contains("<skipped message=\"not checked: the scan ended before\"/>")
        .contains("<testcase name=\"deploy/broken.yaml:3\"");
  }

  @Test
  void sarifHasARuleForEachReasonAndAResultForEachPlace() {
    JsonNode run = JsonMapper.shared().readTree(write(Report.SARIF, ALL)).at("/runs/0");

    assertThat(run.at("/tool/driver/rules").size()).isEqualTo(Reason.values().length);
    assertThat(run.at("/results").size()).isEqualTo(4);
    JsonNode gone = run.at("/results/0");
    assertThat(run.at("/tool/driver/rules/" + gone.path("ruleIndex").asInt() + "/id").asString())
        .isEqualTo(gone.path("ruleId").asString())
        .isEqualTo("manifest_unknown");
    assertThat(gone.at("/locations/0/physicalLocation/artifactLocation/uri").asString())
        .isEqualTo("deploy/cart%20&%20co.yaml");
    assertThat(gone.at("/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(14);
    assertThat(run.at("/invocations/0/executionSuccessful").asBoolean()).isFalse();
    assertThat(run.at("/invocations/0/toolExecutionNotifications").size()).isEqualTo(2);
  }

  @Test
  void aFingerprintStaysWhenTheImageMovesInItsFile() {
    Source moved =
        new Source("shop", "Deployment", "cart", "main", "spec.x", "deploy/cart & co.yaml", 99);
    Verdict gone = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
    Result before = result("reg.io/gone:1", gone, CART);
    Result after = result("reg.io/gone:1", gone, moved);

    assertThat(Places.fingerprint(after, Optional.of(moved)))
        .isEqualTo(Places.fingerprint(before, Optional.of(CART)));
    assertThat(Places.fingerprint(after, Optional.of(ON_CLUSTER)))
        .isNotEqualTo(Places.fingerprint(before, Optional.of(CART)));
  }

  /// As GitHub's runner reads a line of the log (actions/runner, ActionCommand).
  private record Annotation(String command, List<String> properties, String data) {
    private static final Pattern COMMAND = Pattern.compile("::(\\w+) ([^:]*)::(.*)");

    private static List<Annotation> of(String log) {
      List<Annotation> all = new ArrayList<>();
      for (String line : log.lines().toList()) {
        Matcher matcher = COMMAND.matcher(line);
        if (matcher.matches()) {
          all.add(
              new Annotation(
                  matcher.group(1), List.of(matcher.group(2).split(",")), matcher.group(3)));
        }
      }
      return all;
    }
  }

  @Test
  void githubHasAnAnnotationForEachImage() {
    List<Annotation> annotations = Annotation.of(write(Report.GITHUB, ALL));

    assertThat(annotations).hasSize(6);
    assertThat(annotations.getFirst())
        .isEqualTo(
            new Annotation(
                "error",
                List.of("file=deploy/cart & co.yaml", "line=14", "title=Image not available"),
                "reg.io/gone:1 not found (Deployment shop/cart, container main)."
                    + " Push the tag again, or change the workload to one that exists."
                    + " Its manifest is still in the registry. `crane tag reg.io/gone@sha256:1 1`"));
    assertThat(write(Report.GITHUB, ALL))
        .endsWith("3 not verified; not all of the input could be read\n");
    assertThat(annotations.get(1).data()).startsWith("Bad/<?&\"%25?::error::x not a valid");
  }

  @Test
  void githubShowsTenOfAKindAndCountsTheRest() {
    List<Annotation> annotations = Annotation.of(write(Report.GITHUB, many(12)));

    assertThat(annotations).hasSize(10);
    assertThat(annotations.getLast().data())
        .isEqualTo("and 3 more images; all are in the job summary");
    assertThat(GithubReport.summary(many(12)).lines().filter(line -> line.startsWith("| `reg")))
        .hasSize(12);
  }

  @Test
  void theJobSummaryIsATableWithoutMarkupFromImages() {
    assertThat(GithubReport.summary(ALL))
        .contains("1 available, 2 not available, 3 not verified")
        .contains(
            "| `reg.io/gone:1` | not found | Deployment shop/cart ./deploy/cart &amp; co.yaml:14 |")
        .contains("| `Bad/&lt;?&amp;\"%?::error::x` |")
        .contains("Not read: deploy/broken.yaml:3: not YAML");
  }

  @Test
  void theTableHasWhatIsNotAvailableFirst() {
    assertThat(write(Report.TABLE, ALL))
        .isEqualTo(
            """
            NOT AVAILABLE  reg.io/gone:1
                Not found. [manifest_unknown]
                Push the tag again, or change the workload to one that exists.
                Its manifest is still in the registry.
                    crane tag reg.io/gone@sha256:1 1
                Used by Deployment shop/cart, container main  ./deploy/cart & co.yaml:14

            NOT AVAILABLE  Bad/<?&"%?::error::x
                Not a valid image reference. [invalid_reference]
                Correct the image's name in the workload.

            NOT VERIFIED  down.io/a:1
                The registry cannot be connected to. [connect]
                Check that the registry runs and that its port can be reached from the cluster.
                Used by CronJob ops/purge, container p

            NOT VERIFIED  busy.io/a:1
                The registry limits the rate of requests. [rate_limited]
                Nothing at once: the host is paused. If it lasts, log in to the registry or lower requestsPerSecond.

            NOT CHECKED  late.io/a:1

            AVAILABLE  reg.io/a:1

            6 images: 1 available, 2 not available, 3 not verified; not all of the input could be read
            """);
  }

  @Test
  void onePlaceMoreIsOneAndNotPlaces() {
    assertThat(write(Report.GITHUB, many(1))).contains("\n1 image: 0 available");
    Verdict gone = Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN);
    Source[] eleven = Stream.generate(() -> CART).limit(11).toArray(Source[]::new);
    Result all = result("reg.io/b:1", gone, eleven);
    Result two = result("reg.io/c:1", gone, CART, CART);
    Findings findings = new Findings(List.of(all, two), List.of());

    assertThat(write(Report.TABLE, findings)).contains("\n            and 1 more place\n");
    assertThat(write(Report.GITHUB, findings))
        .contains(" Named at 10 more places.\n", " Named at 1 more place.\n");
  }

  @Test
  void coloursAreOnlyAroundWords() {
    String colourful = Report.TABLE.write(ALL, "1.2.3", true);

    assertThat(colourful).contains("\u001B[31;1mNOT AVAILABLE\u001B[0m  reg.io/gone:1");
    assertThat(colourful.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(write(Report.TABLE, ALL));
  }

  @Test
  void theExitStatusIsThatOfTheWorst() {
    assertThat(ALL.exitStatus()).isEqualTo(2);
    assertThat(many(1).exitStatus()).isEqualTo(1);
    assertThat(new Findings(ALL.results().subList(2, 4), List.of()).exitStatus()).isEqualTo(3);
    assertThat(new Findings(ALL.results().subList(0, 1), List.of()).exitStatus()).isZero();
  }
}
