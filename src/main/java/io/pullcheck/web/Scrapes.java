package io.pullcheck.web;

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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory that answers of `/metrics` take, which have tens of megabytes for a large
/// cluster.
///
/// The servlet writes a compressed answer as it makes it, and first makes the whole of one that is
/// not. So it is always asked for a compressed one, which is inflated on its way to a client that
/// cannot read it. Few answers are made at the same time, and each must be read within a minute:
/// its figures are in memory until then.
final class Scrapes extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final String ACCEPT_ENCODING = "Accept-Encoding";
  private static final String CONTENT_ENCODING = "Content-Encoding";
  private static final String GZIP = "gzip";

  private static final int AT_ONCE = 2;
  // Collectors give up after ten seconds.
  private static final Duration TURN = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final transient Semaphore turns = new Semaphore(AT_ONCE, true);
  private final transient AtomicLong last = new AtomicLong();

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
      chain.doFilter(new Compressed(request), new Answer(request, response));
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

  /// A request that takes gzip.
  private static final class Compressed extends HttpServletRequestWrapper {

    Compressed(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(ACCEPT_ENCODING)
          ? Collections.enumeration(Collections.singleton(GZIP))
          : super.getHeaders(name);
    }
  }

  private final class Answer extends HttpServletResponseWrapper {

    private final boolean inflated;
    // A query asks for some of the families, which is no scrape.
    private final boolean whole;

    Answer(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      inflated =
          Collections.list(request.getHeaders(ACCEPT_ENCODING)).stream()
              .noneMatch(value -> value.contains(GZIP));
      whole = request.getQueryString() == null;
    }

    @Override
    public void setHeader(String name, String value) {
      if (!inflated || !name.equalsIgnoreCase(CONTENT_ENCODING)) {
        super.setHeader(name, value);
      }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return new ScrapeBody(
          super.getOutputStream(), inflated, LONGEST, bytes -> last.set(whole ? bytes : last()));
    }
  }
}
