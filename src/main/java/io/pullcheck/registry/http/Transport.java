package io.pullcheck.registry.http;

import io.pullcheck.model.Reason;
import io.pullcheck.registry.http.GuardedResolver.AddressRefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/// Sends one HTTP request, within a deadline that no server can stretch, and reads no more of the
/// answer than the call allows. It follows no redirect, knows no credentials, and repeats a request
/// only if a reused connection turned out to be closed.
final class Transport implements AutoCloseable {

  private static final String NO_ANSWER = "no answer in time";

  private static final int LAST_PORT = 65_535;

  private final HttpClients.Pooled pooled;
  private final AddressRules rules;
  private final Targets targets;
  private final Executor requests;

  private Transport(HttpClients.Pooled pooled, Targets targets, Executor requests) {
    this.pooled = pooled;
    this.rules = targets.rules();
    this.targets = targets;
    this.requests = requests;
  }

  static Transport open(RegistryAccess access, TlsProfiles tls, NameLookups names) {
    Proxies proxies = Proxies.of(access.environment());
    Set<String> trusted =
        proxies.all().stream()
            .map(proxy -> Proxies.host(proxy) + ":" + Proxies.port(proxy))
            .collect(Collectors.toSet());
    GuardedResolver resolver = new GuardedResolver(names, access.addresses(), trusted);
    return new Transport(
        HttpClients.create(resolver, tls, proxies, access.userAgent()),
        new Targets(access.addresses(), proxies, tls, names),
        access.requests());
  }

  boolean isOpen() {
    return !pooled.connections().isClosed();
  }

  /// @param share of the memory for bodies; the reply's body takes it
  Reply send(HttpCall call, Deadline deadline, BodyBudget.Share share) {
    Optional<String> host = HttpCall.host(call.uri());
    if (host.isEmpty() || HttpCall.port(call.uri()) > LAST_PORT) {
      // The grammar of references allows hosts and ports that cannot exist.
      return new Reply.Failure(Reason.CONNECT, "there is no such host and port");
    }
    // The addresses of a name are checked when it is resolved for a connection. Through a proxy the
    // connection is to the proxy, so that the name itself is checked before, and [Targets] resolves
    // it.
    Optional<String> refusal = rules.refusal(host.get(), HttpCall.port(call.uri()));
    if (refusal.isPresent()) {
      return new Reply.Failure(Reason.ADDRESS_REFUSED, refusal.get());
    }
    Reply first = once(call, deadline, share);
    return first instanceof Reply.Failure failure && failure.detail().equals(Reply.CLOSED)
        ? once(call, deadline, share)
        : first;
  }

  // On a thread of its own, because a name server or a drip-feeding registry may hold it beyond the
  // deadline.
  private Reply once(HttpCall call, Deadline deadline, BodyBudget.Share share) {
    HttpUriRequestBase request = request(call);
    BoundedBody body = new BoundedBody(call.bodyLimit(), share, deadline);
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> execute(call, request, body), requests);
    try {
      return reply.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      request.cancel();
      return new Reply.Failure(Reason.TIMEOUT, NO_ANSWER, host(request));
    } catch (InterruptedException e) {
      request.cancel();
      Thread.currentThread().interrupt();
      return new Reply.Failure(Reason.TIMEOUT, "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("unexpected failure of a request", e.getCause());
    }
  }

  private static HttpUriRequestBase request(HttpCall call) {
    HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
    call.headers().forEach(request::setHeader);
    call.form()
        .ifPresent(
            form ->
                request.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED)));
    return request;
  }

  private Reply execute(HttpCall call, HttpUriRequestBase request, BoundedBody body) {
    return targets
        .refusal(call)
        .<Reply>map(refused -> refused)
        .orElseGet(() -> execute(request, body, targets.tls().context(call)));
  }

  private Reply execute(HttpUriRequestBase request, BoundedBody body, HttpClientContext context) {
    AtomicReference<Reply> read = new AtomicReference<>();
    try {
      return pooled
          .client()
          .execute(
              request,
              context,
              answer -> {
                byte[] bytes = body.read(answer);
                Reply reply = reply(answer, bytes, isPrivate(context), host(request));
                read.set(reply);
                if (answer.getEntity() != null && bytes.length >= body.limit(answer)) {
                  // Otherwise the client would read the rest of the body, however long it is.
                  request.cancel();
                }
                return reply;
              });
    } catch (IOException e) {
      return Optional.ofNullable(read.get()).orElseGet(() -> failure(e, host(request), context));
    } catch (IllegalArgumentException e) {
      // A realm or a redirect whose URL names no host.
      return new Reply.Failure(Reason.UNEXPECTED_RESPONSE, "a URL that cannot be requested");
    }
  }

  private static boolean isPrivate(HttpClientContext context) {
    @Nullable RouteInfo route = context.getHttpRoute();
    @Nullable EndpointDetails endpoint = context.getEndpointDetails();
    return route != null
        && route.getProxyHost() == null
        && endpoint != null
        && endpoint.getRemoteAddress() instanceof InetSocketAddress remote
        && AddressRules.isPrivate(remote.getAddress());
  }

  private static Reply reply(
      ClassicHttpResponse answer, byte[] body, boolean isPrivate, String host) {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header header : answer.getHeaders()) {
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(header.getValue() == null ? "" : header.getValue());
    }
    return new Reply.Response(
        answer.getCode(),
        Map.copyOf(headers),
        new String(body, StandardCharsets.UTF_8),
        isPrivate,
        host);
  }

  private static String host(HttpUriRequestBase request) {
    return request.getAuthority() == null ? "" : request.getAuthority().toString();
  }

  private static Reply.Failure failure(IOException e, String host, HttpClientContext context) {
    boolean asked = context.getAttribute(TlsProfiles.ASKED) != null;
    return switch (e) {
      case SSLException _ when asked -> wantsCertificate(host);
      case SocketException _ when asked -> wantsCertificate(host);
      case NoHttpResponseException _ when asked -> wantsCertificate(host);
      default -> failure(e, host);
    };
  }

  private static Reply.Failure wantsCertificate(String host) {
    return new Reply.Failure(Reason.TLS, Reply.CLIENT_CERTIFICATE, host);
  }

  private static Reply.Failure failure(IOException e, String host) {
    return switch (e) {
      case BoundedBody.NoRoomException _ -> new Reply.Failure(Reason.OVERLOADED, "");
      case MessageConstraintException _ ->
          new Reply.Failure(Reason.TOO_LARGE, "its answer has too large headers");
      case AddressRefusedException refused ->
          new Reply.Failure(Reason.ADDRESS_REFUSED, String.valueOf(refused.getMessage()));
      case UnknownHostException _ -> new Reply.Failure(Reason.DNS, "no address", host);
      case SSLException tls -> new Reply.Failure(Reason.TLS, TlsTrouble.of(tls), host);
      case NoHttpResponseException _ -> new Reply.Failure(Reason.CONNECT, Reply.CLOSED, host);
      case InterruptedIOException _ -> new Reply.Failure(Reason.TIMEOUT, NO_ANSWER, host);
      case NoRouteToHostException _ -> new Reply.Failure(Reason.CONNECT, "no route to it", host);
      case ConnectException _ -> new Reply.Failure(Reason.CONNECT, "connection refused", host);
      case SocketException socket when "Connection reset".equals(socket.getMessage()) ->
          new Reply.Failure(Reason.CONNECT, Reply.CLOSED, host);
      default -> new Reply.Failure(Reason.CONNECT, "", host);
    };
  }

  @Override
  public void close() {
    try {
      pooled.client().close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close the HTTP client", e);
    }
  }
}
