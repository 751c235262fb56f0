package io.pullcheck.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A server that answers in its own way, and counts what it could get rid of. It stops when the
/// client has gone.
public final class HostileServer implements AutoCloseable {

  private static final long MOST = 4L * 1024 * 1024 * 1024;
  private static final long PAUSE = Duration.ofMillis(20).toNanos();

  /// How it answers.
  @FunctionalInterface
  public interface Script {
    /// Writes one.
    ///
    /// @param request `HEAD /v2/…`
    void answer(String request, Out out) throws IOException, InterruptedException;
  }

  /// Where an answer goes.
  public final class Out {
    private final OutputStream stream;
    private boolean authorized;

    private Out(OutputStream stream) {
      this.stream = stream;
    }

    /// Did the request come with an authorization?
    public boolean authorized() {
      return authorized;
    }

    /// The server's own `host:port`.
    public String host() {
      return HostileServer.this.host();
    }

    public void write(byte[] bytes) throws IOException {
      stream.write(bytes);
      stream.flush();
      written.addAndGet(bytes.length);
    }

    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// A status line and headers.
    public void head(String... lines) throws IOException {
      write(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /// The same again and again, until the client has gone.
    public void forever(String text) throws IOException {
      for (long sent = 0; sent < MOST; sent += text.length()) {
        write(text);
      }
    }

    /// One byte after the other, with a pause between them.
    public void drip() throws IOException {
      while (!Thread.interrupted()) {
        write("a");
        LockSupport.parkNanos(PAUSE);
      }
    }

    OutputStream stream() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          Out.this.write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          stream.write(bytes, offset, length);
          written.addAndGet(length);
        }
      };
    }
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong written = new AtomicLong();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();

  public HostileServer(Script script) throws IOException {
    var _ = connections.submit(() -> accept(script));
  }

  public String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Bytes that it has sent.
  public long written() {
    return written.get();
  }

  /// Connections that clients have made.
  public int accepted() {
    return accepted.get();
  }

  /// Connections that clients have left.
  public int gone() {
    return gone.get();
  }

  private Void accept(Script script) throws IOException {
    while (true) {
      Socket socket = server.accept();
      accepted.incrementAndGet();
      var _ = connections.submit(() -> serve(socket, script));
    }
  }

  private Void serve(Socket socket, Script script) throws InterruptedException {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      Out out = new Out(socket.getOutputStream());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String request = line.replaceFirst(" HTTP/1.1$", "");
        out.authorized = false;
        while (line != null && !line.isEmpty()) {
          out.authorized |= line.startsWith("Authorization:");
          line = in.readLine();
        }
        script.answer(request, out);
      }
    } catch (IOException e) {
      // The client has had enough.
    }
    gone.incrementAndGet();
    return null;
  }

  @Override
  public void close() throws IOException {
    server.close();
    connections.shutdownNow();
  }
}
