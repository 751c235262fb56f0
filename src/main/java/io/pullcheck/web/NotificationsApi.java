package io.pullcheck.web;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.pullcheck.notification.Notifications;
import io.pullcheck.notification.Notifications.Outcome;
import io.pullcheck.notification.Notifications.Result;
import io.pullcheck.notification.Source;
import io.pullcheck.verdict.PullListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// The paths to which registries tell of pushes and deletions, on the management port, if they have
/// the token: as a bearer token, or as the password of any user, for registries that can send no
/// header of ours. A replica that does not lead hands the body on to the one that does, which takes
/// it on the TLS port from replicas alone.
public final class NotificationsApi implements Handler {

  /// The path, which is answered to POST alone.
  static final String PATH = "/api/v1/notifications";

  /// The path on the TLS endpoint by which replicas hand on what they were told.
  public static final String HANDED_ON = "/notifications";

  /// Hands a body on to the leader.
  @FunctionalInterface
  public interface Leader {

    /// Sends it, and waits for the answer.
    ///
    /// @return what it answered
    /// @throws IOException if there is none, or it does not answer
    Reply send(byte[] body) throws IOException;
  }

  /// An answer of the leader.
  public record Reply(int status, String body) {}

  private static final Logger log = LoggerFactory.getLogger(NotificationsApi.class);
  private static final int LARGEST = 512 * 1024;
  // Bytes of bodies that are read at the same time.
  private static final long IN_FLIGHT = 4L * LARGEST;
  private static final String BASIC = "Basic ";

  private final Notifications notifications;
  private final Supplier<String> token;
  private final BooleanSupplier leads;
  private final Leader leader;
  private final BiConsumer<Source, Result> observer;
  private final InFlight inFlight = new InFlight(IN_FLIGHT, IN_FLIGHT);
  private final JsonMapper json = JsonMapper.shared();

  /// @param token is asked for at each request
  /// @param leads whether this replica is the one that checks
  /// @param leader takes what this replica is told while it is not
  /// @param observer hears what came of each request
  public NotificationsApi(
      Notifications notifications,
      Supplier<String> token,
      BooleanSupplier leads,
      Leader leader,
      BiConsumer<Source, Result> observer) {
    this.notifications = notifications;
    this.token = token;
    this.leads = leads;
    this.leader = leader;
    this.observer = observer;
  }

  /// Hears of the pulls that are in use.
  public PullListener pulls() {
    return notifications.pulls();
  }

  @Override
  public void handle(Context context) throws IOException {
    if (isAuthorised(context)) {
      read(context, leads.getAsBoolean() ? this::take : this::handOn);
    } else {
      context.header("WWW-Authenticate", "Bearer, Basic realm=\"pullcheck\"");
      refuse(context, 401, Result.REFUSED, "the token of --notifications-token-file is needed");
    }
  }

  /// Takes what another replica hands on.
  void handleHandedOn(Context context, Callers callers) throws IOException {
    if (callers.mayCopy(context)) {
      read(context, leads.getAsBoolean() ? this::take : this::noLeader);
    } else {
      refuse(context, 403, Result.REFUSED, "for replicas alone, by their client certificate");
    }
  }

  private void take(Context context, byte[] body) {
    answer(context, notifications.take(body));
  }

  private void handOn(Context context, byte[] body) {
    try {
      Reply reply = leader.send(body);
      observer.accept(Source.UNKNOWN, Result.HANDED_ON);
      context.status(reply.status()).result(reply.body());
    } catch (IOException e) {
      log.atDebug().addKeyValue("problem", e.getMessage()).log("notification not handed on");
      noLeader(context, body);
    }
  }

  private void noLeader(Context context, byte[] body) {
    context.header("Retry-After", "1");
    refuse(
        context,
        503,
        Result.NO_LEADER,
        "this replica checks nothing, and no other one answers: try again");
  }

  private void read(Context context, BiConsumer<Context, byte[]> then) throws IOException {
    Optional<InFlight.Share> entered = inFlight.enter(context.req().getRemoteAddr());
    if (entered.isEmpty()) {
      refuse(context, 503, Result.LIMITED, "too many notifications at once: try again");
      return;
    }
    try (InFlight.Share share = entered.get()) {
      switch (ReviewBody.read(context, share, LARGEST)) {
        case ReviewBody.Whole whole -> then.accept(context, whole.bytes().toByteArray());
        case ReviewBody.TooLarge _ ->
            refuse(context, 413, Result.MALFORMED, "larger than " + LARGEST + " bytes");
        case ReviewBody.NoRoom _ ->
            refuse(context, 503, Result.LIMITED, "too many notifications at once: try again");
        case ReviewBody.TooSlow _ ->
            refuse(context, 408, Result.MALFORMED, "the body did not arrive in time");
      }
    }
  }

  private void answer(Context context, Outcome outcome) {
    switch (outcome) {
      case Outcome.Malformed malformed ->
          refuse(context, 400, Result.MALFORMED, malformed.reason());
      case Outcome.Ignored ignored -> accept(context, ignored.source(), Result.IGNORED, 0, 0);
      case Outcome.Taken taken ->
          accept(context, taken.source(), taken.result(), taken.checks(), taken.left());
    }
  }

  private void accept(Context context, Source source, Result result, int checks, int left) {
    observer.accept(source, result);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("source", source.word());
    answer.put("checks", checks);
    if (left > 0) {
      answer.put("left", left);
    }
    context.status(202).contentType("application/json").result(json.writeValueAsBytes(answer));
  }

  // What was not read of the body must not be taken for the next request.
  private void refuse(Context context, int status, Result result, String line) {
    observer.accept(Source.UNKNOWN, result);
    context.header("Connection", "close");
    context.status(status).contentType("text/plain; charset=utf-8").result(line + "\n");
  }

  private boolean isAuthorised(Context context) {
    String wanted = token.get();
    return ManagementGuard.bears(context.req(), wanted)
        || password(Optional.ofNullable(context.header("Authorization")).orElse(""))
            .filter(password -> isSame(password, wanted))
            .isPresent();
  }

  /// The password of `Basic base64(user:password)`.
  private static Optional<String> password(String header) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // In a time that does not tell how much of it is right.
  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
