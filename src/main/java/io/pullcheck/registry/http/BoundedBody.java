package io.pullcheck.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/// Reads the body of one answer, as much as its request allows and the memory for all bodies has
/// room for.
///
/// @param most bytes of an answer 200; of another one no more than the beginning is read
record BoundedBody(int most, BodyBudget.Share share, Deadline deadline) {

  private static final int OK = 200;

  /// There was no room by the deadline.
  static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  int limit(ClassicHttpResponse answer) {
    return answer.getCode() == OK ? most : Math.min(most, BodyBudget.SMALL);
  }

  /// After decompression; blocks.
  byte[] read(ClassicHttpResponse answer) throws IOException {
    HttpEntity entity = answer.getEntity();
    int limit = limit(answer);
    if (entity == null || limit == 0) {
      return new byte[0];
    }
    try {
      room(share.takeSmall(deadline));
      InputStream content = entity.getContent();
      boolean gzip = "gzip".equalsIgnoreCase(entity.getContentEncoding());
      return read(gzip ? new GZIPInputStream(content) : content, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private byte[] read(InputStream content, int limit) throws IOException, InterruptedException {
    byte[] beginning = content.readNBytes(Math.min(limit, BodyBudget.SMALL));
    if (beginning.length < BodyBudget.SMALL || limit == BodyBudget.SMALL) {
      return beginning;
    }
    room(share.takeLarge(limit, deadline));
    return new SequenceInputStream(new ByteArrayInputStream(beginning), content).readNBytes(limit);
  }

  private static void room(boolean there) throws NoRoomException {
    if (!there) {
      throw new NoRoomException();
    }
  }
}
