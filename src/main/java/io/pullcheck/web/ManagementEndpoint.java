package io.pullcheck.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinException;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.web.status.StatusPage;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The plain HTTP server for those who run Pullcheck: metrics, probes, the status page and its API.
public final class ManagementEndpoint {

  private static final Logger log = LoggerFactory.getLogger(ManagementEndpoint.class);

  /// A browser runs and loads only the files in `web/`, even if text of a registry or a user got
  /// into the page as markup.
  private static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-cache");

  private final InetSocketAddress bind;
  private final Metrics metrics;
  private final Probes probes;
  private final StatusPage page;
  private final ManagementGuard guard;
  private final Optional<NotificationsApi> notifications;
  private final Scrapes scrapes;
  private final Javalin server;

  /// What the kubelet's probes ask.
  ///
  /// @param readiness called at each probe of `/readyz`
  /// @param dead which vital parts are dead, a short line each; called at each probe of `/livez`
  public record Probes(Supplier<Readiness> readiness, Supplier<List<String>> dead) {}

  /// Who may ask.
  ///
  /// @param token what a request must bear, asked for at each one; nothing: all are answered
  /// @param hosts further names of this server
  public record Access(Optional<Supplier<String>> token, Set<String> hosts) {

    public static final Access OPEN = new Access(Optional.empty(), Set.of());

    public Access {
      hosts = Set.copyOf(hosts);
    }
  }

  /// What `/metrics` exposes.
  ///
  /// @param counted the families that are counted as things happen
  /// @param inventory those that are made at each scrape
  public record Metrics(PrometheusRegistry counted, InventoryMetrics inventory) {}

  /// Answers everybody. Does not listen yet.
  public ManagementEndpoint(
      InetSocketAddress bind, Metrics metrics, Probes probes, StatusPage page) {
    this(bind, metrics, probes, page, Optional.empty(), Access.OPEN);
  }

  /// Does not listen yet.
  ///
  /// @param bind port 0 takes a free one
  /// @param page what the status page and its API show
  /// @param notifications where registries tell of pushes and deletions; nothing: they may not
  public ManagementEndpoint(
      InetSocketAddress bind,
      Metrics metrics,
      Probes probes,
      StatusPage page,
      Optional<NotificationsApi> notifications,
      Access access) {
    this.bind = bind;
    this.guard = new ManagementGuard(access.token(), access.hosts(), notifications.isPresent());
    this.notifications = notifications;
    this.metrics = metrics;
    this.scrapes = new Scrapes(metrics.inventory());
    this.probes = probes;
    this.page = page;
    this.server = Javalin.create(this::configure);
  }

  /// Listens.
  ///
  /// @throws IOException if that is not possible: the address is taken, or is not this machine's
  public void start() throws IOException {
    try {
      server.start();
    } catch (JavalinException e) {
      throw new IOException("cannot listen on " + address() + ": " + cause(e), e);
    }
  }

  /// Takes in for the status page what has changed; to be called about once a second, by one
  /// thread.
  public void follow() {
    page.follow();
  }

  /// The port on which it listens, also if port 0 was asked for.
  public int port() {
    return server.port();
  }

  /// Bytes of the last answer of `/metrics`, before its compression; 0 before the first.
  public long lastScrape() {
    return scrapes.last();
  }

  /// Takes no more requests, finishes those in flight, and ends.
  public void stop() {
    server.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.jetty.host = isWildcard() ? null : bind.getHostString();
    config.jetty.port = bind.getPort();
    config.jetty.modifyServletContextHandler(
        handler -> {
          handler.addFilter(new FilterHolder(guard), "/*", EnumSet.of(DispatcherType.REQUEST));
          handler.addFilter(
              new FilterHolder(scrapes), "/metrics", EnumSet.of(DispatcherType.REQUEST));
          handler.addServlet(
              new ServletHolder(new PrometheusMetricsServlet(metrics.counted())), "/metrics");
        });
    config.staticFiles.add("/web", Location.CLASSPATH);
    config.routes.before(context -> SECURITY_HEADERS.forEach(context::header));
    config.routes.get("/livez", this::live);
    config.routes.get("/healthz", this::live);
    config.routes.get("/readyz", this::ready);
    config.routes.get("/runbook", ManagementEndpoint::runbook);
    page.addTo(config.routes);
    notifications.ifPresent(api -> config.routes.post(NotificationsApi.PATH, api));
    config.routes.exception(
        IOException.class,
        (e, context) -> {
          log.atDebug().addKeyValue("problem", e.getMessage()).log("a client went away");
          context.status(400).header("Connection", "close");
        });
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          log.atError().setCause(e).addKeyValue("path", context.path()).log("request failed");
          context.status(500).result("internal error\n");
        });
  }

  /// Made from docs/runbook.md. Its address is what alerts link to, with an alert's name in lower
  /// case as the fragment.
  private static void runbook(Context context) {
    context
        .contentType("text/html; charset=utf-8")
        .result(
            Objects.requireNonNull(
                ManagementEndpoint.class.getResourceAsStream("/web/runbook.html")));
  }

  private void live(Context context) {
    List<String> dead = probes.dead().get();
    if (dead.isEmpty()) {
      context.result("ok\n");
    } else {
      context.status(503).result("not alive: " + String.join("; ", dead) + "\n");
    }
  }

  private void ready(Context context) {
    switch (probes.readiness().get()) {
      case Readiness.Ready() -> context.result("ready\n");
      case Readiness.NotReady(var reasons) ->
          context.status(503).result("not ready: " + String.join("; ", reasons) + "\n");
    }
  }

  private String address() {
    String host = bind.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + bind.getPort();
  }

  private boolean isWildcard() {
    return !bind.isUnresolved() && bind.getAddress().isAnyLocalAddress();
  }

  private static String cause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
