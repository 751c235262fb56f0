package io.pullcheck.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import io.pullcheck.config.CipherSuites;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.verdict.VerdictLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The TLS server that API servers send admission reviews to, `POST /validate`, and that the other
/// replicas copy verdicts from, as [VerdictLine] says, and hand notifications on to. It serves
/// nothing else, and [Callers] says whom.
///
/// It ends in two steps. After [#drain] each answer closes its connection, so that API servers
/// connect to another replica; [#stop] then answers what is in flight, and closes.
public final class WebhookEndpoint {

  /// Answers one body: `Reviewer::answer`.
  @FunctionalInterface
  public interface Reviews {
    Answer answer(byte[] body, Duration within);
  }

  private static final Logger log = LoggerFactory.getLogger(WebhookEndpoint.class);

  /// API servers close connections that are idle for 90 s, and do not repeat a POST that they sent
  /// while the server was closing the connection. So this server waits longer than they do.
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(150);

  // In bytes.
  private static final long BODIES_IN_FLIGHT = 64L * 1024 * 1024;
  // A quarter: 256 reviews of a usual size. An API server has 200 changing requests in flight at
  // most, unless it is told otherwise (--max-mutating-requests-inflight).
  private static final long BODIES_OF_ONE_CLIENT = BODIES_IN_FLIGHT / 4;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final int THREADS = 16;

  private final InetSocketAddress bind;
  private final SSLContext tls;
  private final ReviewHandler reviews;
  private final VerdictsApi verdicts;
  private final Optional<NotificationsApi> notifications;
  private final Callers callers;
  private final Javalin server;
  private volatile boolean draining;
  private volatile int port;

  /// For reviews alone, from anybody. Does not listen yet.
  public WebhookEndpoint(
      InetSocketAddress bind, SSLContext tls, Reviews reviews, ReviewTimeout timeout) {
    this(
        bind,
        tls,
        reviews,
        timeout,
        new Inventory(_ -> false),
        Optional.empty(),
        Callers.OF_REVIEWS);
  }

  /// Does not listen yet.
  ///
  /// @param bind port 0 takes a free one
  /// @param tls is asked for the certificate at each handshake, so that it can be renewed while the
  ///   server runs; takes any client's certificate, which the callers then judge
  /// @param inventory what the other replicas copy
  /// @param notifications where the other replicas hand on what registries told them
  public WebhookEndpoint(
      InetSocketAddress bind,
      SSLContext tls,
      Reviews reviews,
      ReviewTimeout timeout,
      Inventory inventory,
      Optional<NotificationsApi> notifications,
      Callers callers) {
    this.bind = bind;
    this.tls = tls;
    this.reviews =
        new ReviewHandler(
            reviews, timeout, new InFlight(BODIES_IN_FLIGHT, BODIES_OF_ONE_CLIENT), callers);
    this.verdicts = new VerdictsApi(inventory, callers);
    this.notifications = notifications;
    this.callers = callers;
    this.server = Javalin.create(this::configure);
  }

  /// Listens.
  ///
  /// @throws io.javalin.util.JavalinBindException if the address is taken
  public void start() {
    server.start();
    port = server.port();
  }

  /// The address on which it listens, or did until it was stopped, also if port 0 was asked for;
  /// the loopback address if it listens on all.
  public InetSocketAddress address() {
    InetAddress host =
        bind.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : bind.getAddress();
    return new InetSocketAddress(host, port);
  }

  /// Closes the connection after every answer from now on.
  public void drain() {
    draining = true;
  }

  /// Whether [#drain] was called.
  public boolean isDraining() {
    return draining;
  }

  /// Accepts no more connections, answers the requests on open connections until these are closed
  /// or idle for 1 s, for at most 10 s in all, and ends. Blocks.
  public void stop() {
    drain();
    try {
      server.stop();
    } catch (JavalinException e) {
      log.atWarn().addKeyValue("problem", e.getMessage()).log("webhook stopped with reviews open");
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = ReviewBody.LARGEST;
    config.jetty.threadPool = threads();
    config.jetty.modifyServer(WebhookEndpoint::prepare);
    config.jetty.addConnector(this::connector);
    config.routes.before(
        context -> {
          if (draining) {
            context.header("Connection", "close");
          }
        });
    config.routes.post("/validate", reviews);
    config.routes.get(VerdictLine.PATH, verdicts);
    notifications.ifPresent(
        api ->
            config.routes.post(
                NotificationsApi.HANDED_ON, context -> api.handleHandedOn(context, callers)));
    config.routes.exception(
        IOException.class,
        (e, context) -> {
          log.atDebug().addKeyValue("problem", e.getMessage()).log("a client went away");
          context.status(400).header("Connection", "close");
        });
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          log.atError().setCause(e).log("a review could not be answered");
          context.status(500).result("internal error\n");
        });
  }

  /// A few platform threads wait for I/O; each request has a virtual thread of its own.
  private static QueuedThreadPool threads() {
    QueuedThreadPool pool = new QueuedThreadPool(THREADS);
    pool.setName("webhook");
    pool.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("review-", 0).factory()));
    return pool;
  }

  private static void prepare(Server server) {
    // The monitor would close idle connections before IDLE_TIMEOUT; InFlight limits memory instead.
    server.getBeans(LowResourceMonitor.class).forEach(server::removeBean);
    server.setStopTimeout(LONGEST_STOP.toMillis());
  }

  private Connector connector(Server jetty, HttpConfiguration defaults) {
    HttpConfiguration http = new HttpConfiguration(defaults);
    // Probes and port-forwards connect by IP address: the name in the request is not checked.
    http.addCustomizer(new SecureRequestCustomizer(false));
    http.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(tls);
    ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    ssl.setCipherComparator(CipherSuites.QUICKEST_FIRST);
    ssl.setSniRequired(false);
    ssl.setWantClientAuth(true);
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    ServerConnector connector =
        new ServerConnector(jetty, new SslConnectionFactory(ssl, http1.getProtocol()), http1);
    connector.setHost(bind.getAddress().isAnyLocalAddress() ? null : bind.getHostString());
    connector.setPort(bind.getPort());
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    connector.setAcceptQueueSize(1024);
    return connector;
  }
}
