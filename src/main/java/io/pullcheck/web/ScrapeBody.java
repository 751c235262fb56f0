package io.pullcheck.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;

/// Passes on a gzip stream of [java.util.zip.GZIPOutputStream], or what it holds, as far as the
/// client reads it in time.
final class ScrapeBody extends ServletOutputStream {

  // What GZIPOutputStream writes before the deflated bytes: RFC 1952 without optional fields.
  private static final int HEADER = 10;

  private final ServletOutputStream client;
  private final OutputStream out;
  private final long start = System.nanoTime();
  private final Duration longest;
  private final LongConsumer size;
  private int skipped;
  private int lastWord;

  /// @param inflated whether the client gets what the gzip stream holds
  /// @param longest until when the client must have read all
  /// @param size hears at the end how many bytes the gzip stream holds
  ScrapeBody(ServletOutputStream client, boolean inflated, Duration longest, LongConsumer size) {
    this.client = client;
    this.out = inflated ? new InflaterOutputStream(client, new Inflater(true)) : client;
    this.skipped = inflated ? HEADER : 0;
    this.longest = longest;
    this.size = size;
  }

  @Override
  public void write(int next) throws IOException {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (System.nanoTime() - start > longest.toNanos()) {
      throw new IOException("the answer was not read within " + longest.toSeconds() + " s");
    }
    for (int i = Math.max(0, length - Integer.BYTES); i < length; i++) {
      lastWord = lastWord >>> Byte.SIZE | bytes[offset + i] << (Integer.SIZE - Byte.SIZE);
    }
    int skip = Math.min(skipped, length);
    skipped -= skip;
    out.write(bytes, offset + skip, length - skip);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    // A gzip stream ends with the length of what it holds. Said before the client has the end.
    size.accept(Integer.toUnsignedLong(lastWord));
    out.close();
  }

  @Override
  public boolean isReady() {
    return client.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    client.setWriteListener(listener);
  }
}
