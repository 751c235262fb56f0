package io.pullcheck.registry.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.io.LenientHttpResponseParser;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultClassicHttpResponseFactory;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/// Reads the head of an answer, but not more than [#MOST] bytes of it: the library limits only a
/// single line and the number of lines.
final class BoundedHeaders extends LenientHttpResponseParser {

  /// In bytes. The headers of real registries and the CDNs before them take up to some 4 kB.
  static final int MOST = 32 * 1024;

  BoundedHeaders(Http1Config config) {
    super(BasicLineParser.INSTANCE, DefaultClassicHttpResponseFactory.INSTANCE, config);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    return super.parse(new Counting(buffer), in);
  }

  private static final class Counting implements SessionInputBuffer {
    private final SessionInputBuffer buffer;
    private int read;

    Counting(SessionInputBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
      int before = line.length();
      int result = buffer.readLine(line, in);
      read += line.length() - before;
      if (read > MOST) {
        throw new MessageConstraintException("more than " + MOST + " bytes of headers");
      }
      return result;
    }

    @Override
    public int length() {
      return buffer.length();
    }

    @Override
    public int capacity() {
      return buffer.capacity();
    }

    @Override
    public int available() {
      return buffer.available();
    }

    @Override
    public int read(byte[] bytes, int offset, int length, InputStream in) throws IOException {
      return buffer.read(bytes, offset, length, in);
    }

    @Override
    public int read(byte[] bytes, InputStream in) throws IOException {
      return buffer.read(bytes, in);
    }

    @Override
    public int read(InputStream in) throws IOException {
      return buffer.read(in);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
      return buffer.getMetrics();
    }
  }
}
