package io.pullcheck.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/// What reading the body of a review came to.
sealed interface ReviewBody {

  /// In bytes. An object has at most 3 MiB, the API server's limit on requests, and the review of
  /// an UPDATE carries two objects.
  int LARGEST = 8 * 1024 * 1024;

  /// How long a client may send nothing. An API server sends a body at once.
  Duration PATIENCE = Duration.ofSeconds(3);

  /// How long a whole body may take. A client that trickles its body must not keep its place for
  /// longer; the API server waits for an answer for 30 s at most, and by default for 5 s.
  Duration LONGEST = Duration.ofSeconds(10);

  int CHUNK = 16 * 1024;

  /// The body was read to its end.
  record Whole(ByteArrayOutputStream bytes) implements ReviewBody {}

  /// The body is larger than it may be: a review's than [#LARGEST].
  record TooLarge() implements ReviewBody {}

  /// The bodies of other reviews leave no room for it.
  record NoRoom() implements ReviewBody {}

  /// The client did not send all of it within [#LONGEST].
  record TooSlow() implements ReviewBody {}

  /// Reads the body, for [#LONGEST] at most.
  ///
  /// @param largest how many bytes it may have
  /// @throws IOException if the client closes the connection, or sends nothing for too long
  static ReviewBody read(Context context, InFlight.Share share, int largest) throws IOException {
    EndPoint connection =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    long usual = connection.getIdleTimeout();
    try (InputStream stream =
        new HurriedStream(
            context.bodyInputStream(),
            LONGEST,
            PATIENCE,
            wait -> connection.setIdleTimeout(wait.toMillis()),
            System::nanoTime)) {
      if (context.req().getContentLengthLong() > largest) {
        discard(stream);
        return new TooLarge();
      }
      return read(stream, share, largest);
    } catch (SocketTimeoutException e) {
      return new TooSlow();
    } finally {
      connection.setIdleTimeout(usual);
    }
  }

  /// A client that is still writing when its connection is closed may never read the answer, so
  /// some of what it sends is read and dropped first.
  private static void discard(InputStream stream) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int left = 2 * LARGEST;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = stream.read(chunk);
    }
  }

  private static ReviewBody read(InputStream stream, InFlight.Share share, int largest)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
    byte[] chunk = new byte[CHUNK];
    for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
      bytes.write(chunk, 0, read);
      if (bytes.size() > largest) {
        discard(stream);
        return new TooLarge();
      }
      if (!share.grow(bytes.size())) {
        return new NoRoom();
      }
    }
    return new Whole(bytes);
  }
}
