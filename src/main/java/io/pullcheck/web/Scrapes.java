package io.pullcheck.web;

import io.pullcheck.metrics.InventoryMetrics;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts what is said of the inventory in front of the servlet's answer of `/metrics`, and bounds
/// the memory and time that answers take, which have tens of megabytes for a large cluster.
///
/// The servlet is asked for an answer that is not compressed: it is small, and the two parts are
/// compressed as one. Few answers are made at the same time, and each must be read within a minute:
/// its figures are in memory until then.
final class Scrapes extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final String ACCEPT_ENCODING = "Accept-Encoding";
  private static final String CONTENT_LENGTH = "Content-Length";
  private static final String GZIP = "gzip";

  private static final int AT_ONCE = 2;
  // Collectors give up after ten seconds.
  private static final Duration TURN = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final transient Semaphore turns = new Semaphore(AT_ONCE, true);
  private final transient AtomicLong last = new AtomicLong();

  private final transient InventoryMetrics inventory;

  Scrapes(InventoryMetrics inventory) {
    this.inventory = inventory;
  }

  /// Bytes of the last whole answer before compression, which is what collectors limit; 0 before
  /// the first.
  long last() {
    return last.get();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!waited()) {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setContentType("text/plain");
      response.getOutputStream().print("other scrapes are being answered: try again\n");
      return;
    }
    try {
      chain.doFilter(new Plain(request), new Answer(request, response));
    } finally {
      turns.release();
    }
  }

  private boolean waited() {
    try {
      return turns.tryAcquire(TURN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// A request that takes text, and no compression. The inventory is text, and cannot follow what
  /// is protobuf.
  private static final class Plain extends HttpServletRequestWrapper {

    Plain(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      List<String> values = Collections.list(super.getHeaders(name));
      if (name.equalsIgnoreCase(ACCEPT_ENCODING)) {
        values = List.of();
      } else if (name.equalsIgnoreCase("Accept")) {
        values = values.stream().map(Plain::withoutProtobuf).toList();
      }
      return Collections.enumeration(values);
    }

    private static String withoutProtobuf(String accepted) {
      return Stream.of(accepted.split(",", -1))
          .filter(type -> !type.contains("protobuf"))
          .collect(Collectors.joining(","));
    }
  }

  private final class Answer extends HttpServletResponseWrapper {

    private final HttpServletRequest request;

    Answer(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    /// The servlet knows the length of its own part only.
    @Override
    public void setHeader(String name, String value) {
      if (!name.equalsIgnoreCase(CONTENT_LENGTH)) {
        super.setHeader(name, value);
      }
    }

    @Override
    public void setContentLength(int length) {}

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      if (getStatus() != SC_OK || !request.getMethod().equals("GET")) {
        return super.getOutputStream();
      }
      boolean compressed =
          Collections.list(request.getHeaders(ACCEPT_ENCODING)).stream()
              .anyMatch(value -> value.contains(GZIP));
      if (compressed) {
        setHeader("Content-Encoding", GZIP);
      }
      // A query asks for some of the families, which is no scrape.
      boolean whole = request.getQueryString() == null;
      ScrapeBody body =
          new ScrapeBody(
              super.getOutputStream(),
              compressed,
              LONGEST,
              bytes -> last.set(whole ? bytes : last()));
      inventory.write(body, wanted());
      return body;
    }

    private Predicate<String> wanted() {
      String[] names = request.getParameterValues("name[]");
      return names == null ? _ -> true : List.of(names)::contains;
    }
  }
}
