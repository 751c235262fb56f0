package io.pullcheck.registry;

import io.pullcheck.registry.RecordedCase.Exchange;
import io.pullcheck.registry.RecordedCase.Message;
import io.pullcheck.testing.TestingTls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Plays recorded exchanges over real HTTP and TLS. It is an HTTPS proxy that tunnels to nobody:
/// each name that a client connects to through it is itself, with a certificate for that name. So
/// the client under test speaks to `https://ghcr.io` and nothing leaves the machine.
final class RecordedRegistries implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
  private final SSLContext tls;
  private final Deque<Exchange> expected = new ArrayDeque<>();
  private final List<String> problems = new ArrayList<>();

  RecordedRegistries(TestingTls tls) throws IOException, GeneralSecurityException {
    this.tls = tls.context();
    var _ = connections.submit(this::accept);
  }

  /// For `HTTPS_PROXY`.
  String proxy() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  synchronized void expect(List<Exchange> exchanges) {
    problems.clear();
    expected.clear();
    expected.addAll(exchanges);
  }

  /// What was asked that should not have been, and what was not asked.
  synchronized List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    expected.forEach(each -> all.add("never came: " + each.request().start()));
    return all;
  }

  private Void accept() throws IOException {
    while (true) {
      Socket socket = server.accept();
      socket.setTcpNoDelay(true);
      var _ =
          connections.submit(
              () -> {
                try (socket) {
                  tunnel(socket);
                }
                return null;
              });
    }
  }

  private void tunnel(Socket plain) throws IOException {
    Message connect = read(plain.getInputStream(), "");
    String authority = connect.start().split(" ", -1)[1];
    plain.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    try (SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
      socket.setUseClientMode(false);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        Message request = read(in, "https://" + authority.replaceFirst(":443$", ""));
        if (request.start().isEmpty()) {
          return;
        }
        Message response = answer(request);
        if (response.start().equals("closed")) {
          return;
        }
        respond(socket.getOutputStream(), request, response);
      }
    }
  }

  private synchronized Message answer(Message request) {
    Exchange next = expected.poll();
    if (next == null) {
      problems.add("unexpected: " + request.start());
      return new Message("418", Map.of(), "");
    }
    compare(next.request(), request);
    return next.response();
  }

  private void compare(Message wanted, Message came) {
    if (!wanted.start().equals(came.start())) {
      problems.add("wanted " + wanted.start() + ", came " + came.start());
    }
    if (!wanted.body().equals(came.body())) {
      problems.add(wanted.start() + ": wanted body " + wanted.body() + ", came " + came.body());
    }
    compare(wanted, "authorization", wanted.header("authorization"), came);
    if (wanted.start().contains("/manifests/")) {
      compare(wanted, "accept", Optional.of(ManifestCheck.ACCEPT), came);
    }
  }

  private void compare(Message wanted, String name, Optional<String> value, Message came) {
    if (!came.header(name).equals(value)) {
      problems.add(
          wanted.start() + ": wanted " + name + " " + value + ", came " + came.header(name));
    }
  }

  // An empty start line: the connection has ended.
  private static Message read(InputStream in, String base) throws IOException {
    String[] start = line(in).split(" ", -1);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int length =
        headers.getOrDefault("content-length", List.of("0")).stream()
            .mapToInt(Integer::parseInt)
            .sum();
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Message(start.length < 2 ? "" : start[0] + " " + base + start[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void respond(OutputStream out, Message request, Message response)
      throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + response.start() + " Recorded\r\n");
    response
        .headers()
        .forEach((name, values) -> values.forEach(v -> head.append(name + ": " + v + "\r\n")));
    boolean bodiless = request.start().startsWith("HEAD ");
    if (response.header("content-length").isEmpty()) {
      // A manifest's own length is rarely recorded.
      boolean found = bodiless && response.start().startsWith("200");
      head.append("content-length: ").append(found ? 7 : body.length).append("\r\n");
    }
    head.append("\r\n");
    head.append(bodiless ? "" : response.body());
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    connections.shutdownNow();
  }
}
