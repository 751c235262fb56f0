package io.pullcheck.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.TestingReplicas;
import io.pullcheck.testing.TestingWorkloads;
import io.pullcheck.tls.ServingCertificate;
import io.pullcheck.tls.ServingTls;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.PullStatus;
import io.pullcheck.web.WebhookEndpoint;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadId;
import io.pullcheck.workload.WorkloadKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A standby's copy of what the leader has found, through the real endpoint.
final class VerdictsFollowerTest {

  private static final PullSecrets SECRETS = new PullSecrets("shop", List.of("regcred"), "default");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final TestingClock clock = new TestingClock();
  private final Inventory leader = new Inventory(_ -> true);
  private final List<String> told = new ArrayList<>();
  private final Inventory standby =
      new Inventory(_ -> true, (workload, image, _) -> told.add(image.image()));
  private final TestingReplicas replicas = new TestingReplicas();
  private final ServingTls tls = replicas.replica();
  private final VerdictsFollower follower = follower(tls);
  private WebhookEndpoint endpoint;

  private VerdictsFollower follower(ServingTls as) {
    return new VerdictsFollower(
        standby, clock, as::clientContext, new VerdictsFollower.Limits(PATIENCE, INTERVAL));
  }

  @BeforeEach
  void start() {
    endpoint = endpoint(replicas.replica());
  }

  private WebhookEndpoint endpoint(ServingTls as) {
    WebhookEndpoint server =
        new WebhookEndpoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            as.context(),
            (_, _) -> new Answer.Malformed("no review"),
            new ReviewTimeout(Duration.ofSeconds(1)),
            leader,
            Optional.empty(),
            TestingReplicas.callers(as));
    server.start();
    return server;
  }

  @AfterEach
  void stop() {
    endpoint.stop();
  }

  @Test
  void whatTheLeaderKnowsOfAPullIsCopiedWhole() throws Exception {
    Pull there = both("there", TestingWorkloads.PLACED);
    Pull gone = both("gone", NodePlacement.ANYWHERE);
    found(there, new Verdict.Available(Optional.of("sha256:" + "a".repeat(64))));
    found(gone, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));
    leader.due(gone, clock.instant().plusSeconds(60));

    follower.copy(address());

    assertThat(standby.snapshot().pulls()).isEqualTo(leader.snapshot().pulls());
    assertThat(told).isEmpty();
  }

  @Test
  void anUncheckedPullStaysUnchecked() throws Exception {
    Pull pull = both("new", NodePlacement.ANYWHERE);

    follower.copy(address());

    assertThat(standby.status(pull)).contains(PullStatus.UNCHECKED);
  }

  @Test
  void onlyWhatIsNewerIsCopiedTheNextTime() throws Exception {
    Pull first = both("first", NodePlacement.ANYWHERE);
    Pull second = both("second", NodePlacement.ANYWHERE);
    found(first, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));
    HttpResponse<String> all = get("");
    String mark = all.headers().firstValue("Pullcheck-Mark").orElseThrow();
    found(second, new Verdict.Available(Optional.empty()));

    assertThat(all.body().lines()).singleElement().asString().contains("first");
    assertThat(lines("?after=" + mark)).singleElement().asString().contains("second");
    assertThat(lines("?after=of-another-process.1")).hasSize(2);
  }

  /// Of pulls that share a check one may be recorded later, with the verdict of before; and when a
  /// pull is due is recorded after its verdict.
  @Test
  void whatIsRecordedLateIsCopiedToo() throws Exception {
    Pull first = both("first", NodePlacement.ANYWHERE);
    Pull second = both("second", NodePlacement.ANYWHERE);
    CheckedVerdict shared =
        new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), clock.instant());
    clock.advance(Duration.ofSeconds(3));
    found(first, new Verdict.Available(Optional.empty()));
    follower.copy(address());

    var _ = leader.record(second, shared);
    leader.due(first, clock.instant().plusSeconds(60));
    follower.copy(address());

    assertThat(standby.snapshot().pulls()).isEqualTo(leader.snapshot().pulls());
  }

  @Test
  void whatTheRegistrySaidBeforeItWasGoneAndADoubtAreCopied() throws Exception {
    Pull gone = both("gone", NodePlacement.ANYWHERE);
    Pull doubted = both("doubted", NodePlacement.ANYWHERE);
    found(gone, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));
    found(doubted, new Verdict.Available(Optional.empty()));
    clock.advance(Duration.ofSeconds(3));
    found(gone, Verdict.Unavailable.of(Reason.CONNECT));
    found(doubted, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));

    follower.copy(address());

    assertThat(standby.snapshot().pulls()).isEqualTo(leader.snapshot().pulls());
    assertThat(standby.status(gone).orElseThrow().lastConclusive().map(CheckedVerdict::verdict))
        .contains(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));
    assertThat(standby.status(doubted).orElseThrow().firstDenialAt()).contains(clock.instant());
  }

  @Test
  void aLateCopyDoesNotUndoWhatANewLeaderFoundItself() throws Exception {
    Pull pull = both("image", NodePlacement.ANYWHERE);
    found(pull, new Verdict.Available(Optional.empty()));
    follower.copy(address());
    clock.advance(Duration.ofSeconds(3));
    Optional<PullStatus> doubting =
        standby.record(
            pull,
            new CheckedVerdict(Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN), clock.instant()));
    leader.due(pull, clock.instant().plusSeconds(300));

    follower.copy(address());

    assertThat(standby.status(pull)).isEqualTo(doubting);
  }

  @Test
  void aWorkloadThatIsSeenLaterGetsItsVerdictWithinAMinute() throws Exception {
    Workload late = workload("late", NodePlacement.ANYWHERE);
    leader.replace(late);
    Pull pull = late.pull(late.images().getFirst());
    found(pull, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));
    follower.copy(address());
    standby.replace(late);
    follower.copy(address());
    assertThat(standby.status(pull)).contains(PullStatus.UNCHECKED);

    clock.advance(Duration.ofSeconds(61));
    follower.copy(address());
    assertThat(standby.status(pull)).isEqualTo(leader.status(pull));
  }

  @Test
  void whatTheStandbyKnowsBetterStays() throws Exception {
    Pull pull = both("image", NodePlacement.ANYWHERE);
    found(pull, Verdict.Unavailable.of(Reason.CONNECT));
    clock.advance(Duration.ofSeconds(1));
    var _ =
        standby.record(
            pull, new CheckedVerdict(new Verdict.Available(Optional.empty()), clock.instant()));

    follower.copy(address());

    assertThat(standby.status(pull).orElseThrow().last().orElseThrow().verdict())
        .isInstanceOf(Verdict.Available.class);
  }

  @Test
  void nobodyButReplicasMayCopy() throws Exception {
    found(both("image", NodePlacement.ANYWHERE), new Verdict.Available(Optional.empty()));
    ServingTls ofAnotherCa = new TestingReplicas().replica();
    ofAnotherCa.trust(replicas.authorities());
    SSLContext nameless = SSLContext.getInstance("TLS");
    nameless.init(null, replicas.trust(), null);

    assertThat(get("").statusCode()).isEqualTo(200);
    for (SSLContext each : List.of(nameless, ofAnotherCa.clientContext())) {
      HttpResponse<String> answer = get(each, "");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).startsWith("verdicts are for replicas alone");
    }
  }

  @Test
  void nothingIsCopiedFromWhoIsNoReplica() {
    Pull pull = both("image", NodePlacement.ANYWHERE);
    found(pull, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));
    endpoint.stop();
    endpoint = endpoint(new TestingReplicas().replica());

    assertThatThrownBy(() -> follower.copy(address()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another certificate is shown");
    assertThat(standby.status(pull)).contains(PullStatus.UNCHECKED);
  }

  /// With `--tls-mode=files` there is no CA of ours: all replicas have the same certificate.
  @Test
  void replicasWithTheSameCertificateKnowEachOther() throws Exception {
    Pull pull = both("image", NodePlacement.ANYWHERE);
    found(pull, Verdict.Unavailable.of(Reason.MANIFEST_UNKNOWN));
    ServingCertificate shared = replicas.issue();
    ServingTls one = new ServingTls();
    one.use(shared);
    ServingTls other = new ServingTls();
    other.use(shared);
    endpoint.stop();
    endpoint = endpoint(one);

    follower(other).copy(address());

    assertThat(standby.status(pull)).isEqualTo(leader.status(pull));
  }

  private Pull both(String name, NodePlacement placement) {
    Workload workload = workload(name, placement);
    leader.replace(workload);
    standby.replace(workload);
    return workload.pull(workload.images().getFirst());
  }

  private static Workload workload(String name, NodePlacement placement) {
    return new Workload(
        new WorkloadId("shop", WorkloadKind.DEPLOYMENT, name),
        List.of(
            new ContainerImage("main", "spec.template.spec.containers[0].image", "reg.io/" + name)),
        SECRETS,
        placement,
        1);
  }

  private void found(Pull pull, Verdict verdict) {
    var _ = leader.record(pull, new CheckedVerdict(verdict, clock.instant()));
  }

  private String address() {
    return "127.0.0.1:" + endpoint.address().getPort();
  }

  private List<String> lines(String query) throws Exception {
    return get(query).body().lines().toList();
  }

  private HttpResponse<String> get(String query) throws Exception {
    return get(tls.clientContext(), query);
  }

  private HttpResponse<String> get(SSLContext as, String query) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(as).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("https://" + address() + "/api/v1/verdicts" + query))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
