package io.pullcheck.web;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/// The body of a review, as it came.
sealed interface ReviewBody {

  /// Objects are up to 3 MiB (the API server's own limit on requests), and an UPDATE carries two.
  int LARGEST = 8 * 1024 * 1024;

  /// How long it may stall. An API server sends a body at once.
  Duration PATIENCE = Duration.ofSeconds(3);

  int CHUNK = 16 * 1024;

  /// All of it.
  record Whole(ByteArrayOutputStream bytes) implements ReviewBody {}

  record TooLarge() implements ReviewBody {}

  /// There is no room for it beside the others in flight.
  record NoRoom() implements ReviewBody {}

  /// Reads it.
  ///
  /// @throws IOException if the client goes away or stalls
  static ReviewBody read(Context context, InFlight.Share share) throws IOException {
    EndPoint connection =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    long usual = connection.getIdleTimeout();
    connection.setIdleTimeout(PATIENCE.toMillis());
    try (InputStream stream = context.bodyInputStream()) {
      if (context.req().getContentLengthLong() > LARGEST) {
        discard(stream);
        return new TooLarge();
      }
      return read(stream, share);
    } finally {
      connection.setIdleTimeout(usual);
    }
  }

  /// A connection that closes on a client which is still writing may cost it the answer; so as much
  /// again is taken in, for the answer to be read.
  private static void discard(InputStream stream) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int left = 2 * LARGEST;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = stream.read(chunk);
    }
  }

  private static ReviewBody read(InputStream stream, InFlight.Share share) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
    byte[] chunk = new byte[CHUNK];
    for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
      bytes.write(chunk, 0, read);
      if (bytes.size() > LARGEST) {
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
