package io.pullcheck.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.admission.Answer;
import io.pullcheck.admission.ReviewTimeout;
import java.io.IOException;
import java.util.Optional;

/// Answers `POST /validate`: reads the body, has it reviewed, and writes the answer.
final class ReviewHandler implements Handler {

  private final WebhookEndpoint.Reviews reviews;
  private final ReviewTimeout timeout;
  private final InFlight inFlight;
  private final Callers callers;

  ReviewHandler(
      WebhookEndpoint.Reviews reviews, ReviewTimeout timeout, InFlight inFlight, Callers callers) {
    this.reviews = reviews;
    this.timeout = timeout;
    this.inFlight = inFlight;
    this.callers = callers;
  }

  @Override
  public void handle(Context context) throws IOException {
    if (!callers.mayReview(context)) {
      // What follows is not read: the connection ends with the answer.
      context.header("Connection", "close");
      line(context, 403, "reviews are answered to API servers alone, by their client certificate");
      return;
    }
    Optional<InFlight.Share> entered = inFlight.enter(context.req().getRemoteAddr());
    if (entered.isEmpty()) {
      tooMany(context);
      return;
    }
    try (InFlight.Share share = entered.get()) {
      switch (ReviewBody.read(context, share, ReviewBody.LARGEST)) {
        case ReviewBody.Whole whole -> answer(context, whole.bytes().toByteArray());
        case ReviewBody.TooLarge _ ->
            line(context, 413, "the body is larger than " + ReviewBody.LARGEST + " bytes");
        case ReviewBody.NoRoom _ -> tooMany(context);
        case ReviewBody.TooSlow _ -> {
          context.header("Connection", "close");
          line(
              context,
              408,
              "the body did not arrive within " + ReviewBody.LONGEST.toSeconds() + " s");
        }
      }
    }
  }

  private void answer(Context context, byte[] body) {
    Optional<String> announced = Optional.ofNullable(context.queryParam("timeout"));
    switch (reviews.answer(body, timeout.within(announced))) {
      case Answer.Reviewed reviewed ->
          context.contentType("application/json").result(reviewed.json());
      case Answer.Malformed malformed -> line(context, 400, malformed.reason());
    }
  }

  /// Without Retry-After: with it the API server's client may try again, in place of failing open.
  private static void tooMany(Context context) {
    line(context, 503, "too many reviews are being answered");
  }

  private static void line(Context context, int status, String line) {
    context.status(status).contentType("text/plain; charset=utf-8").result(line + "\n");
  }
}
