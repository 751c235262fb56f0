package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.GZIPContentDecoder;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.jspecify.annotations.Nullable;

/// Asks for answers in gzip, as Go's clients do. The API server compresses those of more than 128
/// KiB, lists above all. To expand a list costs less here than to decrypt it as it is, and to
/// compress it costs the API server about what it saves in encryption. A watch is not asked for so,
/// because a proxy that compressed it would hold its events back.
final class CompressedAnswers implements Interceptor {

  private static final String GZIP = "gzip";
  private static final int PIECE = 16 * 1024;

  @Override
  public void before(BasicBuilder headers, HttpRequest request, RequestTags tags) {
    if (!String.valueOf(request.uri().getQuery()).contains("watch=true")) {
      headers.setHeader("Accept-Encoding", GZIP);
    }
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return new Body(consumer);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (consumer instanceof Body body
        && response.headers("Content-Encoding").stream().anyMatch(GZIP::equalsIgnoreCase)) {
      body.gzip = new Decoder();
    }
  }

  /// Hands on what the answer's body says.
  private static final class Body implements AsyncBody.Consumer<List<ByteBuffer>> {

    private final AsyncBody.Consumer<List<ByteBuffer>> next;
    // Set before the first piece comes.
    private volatile @Nullable Decoder gzip;

    Body(AsyncBody.Consumer<List<ByteBuffer>> next) {
      this.next = next;
    }

    @Override
    public void consume(List<ByteBuffer> pieces, AsyncBody body) throws Exception {
      Decoder decoder = gzip;
      next.consume(decoder == null ? pieces : decoder.expanded(pieces), body);
    }

    @Override
    public <U> @Nullable U unwrap(Class<U> target) {
      return next.unwrap(target);
    }
  }

  /// Jetty's, without the copy that it makes of all pieces together.
  private static final class Decoder extends GZIPContentDecoder {

    private final List<ByteBuffer> expanded = new ArrayList<>();

    Decoder() {
      super(PIECE);
    }

    List<ByteBuffer> expanded(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        // Jetty's stops at the end of a member: there may be another.
        while (piece.hasRemaining()) {
          decodeChunks(piece);
        }
      }
      List<ByteBuffer> all = List.copyOf(expanded);
      expanded.clear();
      return all;
    }

    @Override
    protected boolean decodedChunk(RetainableByteBuffer chunk) {
      expanded.add(chunk.getByteBuffer());
      return false;
    }
  }
}
