package io.pullcheck.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// `POST /validate`: the HTTP around a review.
final class ReviewHandler implements Handler {

  /// Objects are up to 3 MiB (the API server's own limit on requests), and an UPDATE carries two.
  static final int LARGEST_BODY = 8 * 1024 * 1024;

  private final WebhookEndpoint.Reviews reviews;
  private final ReviewTimeout timeout;
  private final InFlight inFlight;

  ReviewHandler(WebhookEndpoint.Reviews reviews, ReviewTimeout timeout, InFlight inFlight) {
    this.reviews = reviews;
    this.timeout = timeout;
    this.inFlight = inFlight;
  }

  @Override
  public void handle(Context context) throws IOException {
    long announced = context.req().getContentLengthLong();
    if (announced > LARGEST_BODY) {
      tooLarge(context);
      return;
    }
    long size = announced < 0 ? LARGEST_BODY : announced;
    if (!inFlight.enter(size)) {
      // No Retry-After: with it the API server's client may try again instead of failing open.
      plain(context, 503, "too many reviews are being answered");
      return;
    }
    try {
      answer(context);
    } finally {
      inFlight.leave(size);
    }
  }

  private void answer(Context context) throws IOException {
    byte[] body;
    try (InputStream stream = context.bodyInputStream()) {
      body = stream.readNBytes(LARGEST_BODY + 1);
    }
    if (body.length > LARGEST_BODY) {
      tooLarge(context);
      return;
    }
    switch (reviews.answer(
        body, timeout.within(Optional.ofNullable(context.queryParam("timeout"))))) {
      case Answer.Reviewed reviewed ->
          context.contentType("application/json").result(reviewed.json());
      case Answer.Malformed malformed -> plain(context, 400, malformed.reason());
    }
  }

  private static void tooLarge(Context context) {
    plain(context, 413, "the body is larger than " + LARGEST_BODY + " bytes");
  }

  private static void plain(Context context, int status, String line) {
    context.status(status).contentType("text/plain; charset=utf-8").result(line + "\n");
  }
}
