package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.kubernetes.own.WorkloadEvents;
import io.pullcheck.serve.StopSequence.Step;
import io.pullcheck.verdict.PullListener;
import io.pullcheck.web.NotificationsApi;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `pullcheck serve`: owns the order in which the parts start and stop. [Assembly] puts them
/// together.
public final class Serve {

  private static final Logger log = LoggerFactory.getLogger(Serve.class);

  // Between two looks at the API server's addresses.
  private static final Duration ADDRESSES = Duration.ofMinutes(5);

  private final Parts parts;
  private final ListsFirst lists;

  private Serve(Parts parts) {
    this.parts = parts;
    this.lists = new ListsFirst(parts.informers()::synced, System::nanoTime);
  }

  /// Puts the program together. Nothing listens, and no request is sent, before [#start].
  ///
  /// @param client is closed by [#stop]
  /// @param environment the process's environment variables
  /// @throws UsageError if a file that a flag names cannot be used
  public static Serve create(
      ServeConfig config, KubernetesClient client, Map<String, String> environment) {
    return new Serve(
        new Assembly(config, client, environment, new PrometheusRegistry(), Clock.systemUTC())
            .parts());
  }

  /// Returns when both servers listen.
  ///
  /// @throws UsageError if a server cannot listen: its port is taken
  public void start() {
    try {
      parts.servers().listen();
    } catch (IOException | RuntimeException e) {
      throw UsageError.cannotRun(e);
    }
    parts
        .checker()
        .start(parts.notifications().map(NotificationsApi::pulls).orElse(PullListener.NONE));
    parts.informers().start();
    parts.leadership().start(parts.servers().webhookPort());
    everySecond("pulse", parts.threads().pulse()::beat);
    everySecond(
        "configuration", () -> parts.configuration().reloadIfChanged(parts.registry()::configure));
    parts.fleet().ifPresent(this::follow);
    everySecond("access", parts.access()::refresh);
    everySecond("heap", Heap.ofThisProcess());
    everySecond("leadership", this::shareWork);
    parts
        .informers()
        .whenSynced(new Rounds("leadership", this::shareWork), parts.threads().scheduler());
    everySecond("log", () -> parts.logs().write(parts, Instant.now()));
    everySecond("status page", parts.servers().management()::follow);
    parts.known().tagsMoved().ifPresent(this::everyCheckPeriod);
    Rounds addresses =
        new Rounds(
            "addresses",
            () -> parts.threads().checks().execute(() -> parts.apiServers().refresh()));
    var _ =
        parts
            .threads()
            .scheduler()
            .scheduleWithFixedDelay(addresses, 0, ADDRESSES.toSeconds(), TimeUnit.SECONDS);
    parts.servers().certificate().ifPresent(WebhookCertificate::start);
    parts
        .servers()
        .addresses(log.atInfo().addKeyValue("version", Version.text()))
        .addKeyValue("cluster", parts.client().getMasterUrl())
        .log("serving");
  }

  private void follow(Fleet fleet) {
    everySecond("verdict store", fleet::tend);
    Rounds first = new Rounds("leadership", this::shareWork);
    var _ = fleet.ready().thenRunAsync(first, parts.threads().scheduler());
  }

  private void everySecond(String name, Runnable round) {
    var _ =
        parts
            .threads()
            .scheduler()
            .scheduleWithFixedDelay(new Rounds(name, round), 0, 1, TimeUnit.SECONDS);
  }

  private void everyCheckPeriod(TagsMoved tags) {
    long period = parts.config().checks().period().toMillis();
    Runnable round =
        () -> {
          if (parts.leadership().leads()) {
            tags.run();
          }
        };
    var _ =
        parts
            .threads()
            .scheduler()
            .scheduleWithFixedDelay(
                new Rounds("tags", round), period, period, TimeUnit.MILLISECONDS);
  }

  private void shareWork() {
    if (parts.leadership().leads()) {
      boolean ready = parts.fleet().map(fleet -> fleet.ready().isDone()).orElse(true);
      if (ready && lists.over() && parts.standby().takeOver()) {
        parts.checker().resume();
      }
    } else {
      parts.checker().pause();
      // Before the workloads are known, copied verdicts would be dropped. Without a webhook there
      // is
      // no port to copy them from.
      if (parts.informers().synced() && parts.servers().webhook().isPresent()) {
        parts.standby().follow();
      }
    }
  }

  /// Ends the program. Blocks for the delay and what the parts take to close.
  ///
  /// @param delay how long to go on serving until the Service has noticed
  /// @return whether every part has closed without a failure; failures are logged
  public boolean stop(Duration delay) {
    boolean clean = stopSequence(delay).run();
    log.atInfo().log("stopped");
    return clean;
  }

  /// First another replica takes over the checks. Then admission is served until the Service has
  /// noticed that this replica is not ready, so that no review fails. Then everything closes.
  private StopSequence stopSequence(Duration delay) {
    return new StopSequence(
        List.of(
            new Step("readiness", parts.servers()::leaveService),
            new Step("checker", parts.checker()::stop),
            new Step("lease", parts.leadership()::close),
            new Step("shutdown delay", () -> waitForService(delay)),
            new Step("webhook", parts.servers()::stopWebhook),
            new Step("certificate", parts.servers()::closeCertificate),
            new Step("events", () -> parts.known().events().ifPresent(WorkloadEvents::close)),
            new Step("informers", parts.informers()::close),
            new Step("scheduler", parts.threads().scheduler()::shutdownNow),
            new Step("checks", parts.threads().checks()::shutdownNow),
            new Step("verdict store", () -> parts.fleet().ifPresent(Fleet::close)),
            new Step("registries", parts.registry()::close),
            new Step("management endpoint", parts.servers().management()::stop),
            new Step("API server", parts.client()::close)));
  }

  private static void waitForService(Duration delay) throws InterruptedException {
    if (delay.isZero()) {
      return;
    }
    log.atInfo().addKeyValue("delay", delay).log("draining");
    Thread.sleep(delay);
  }
}
