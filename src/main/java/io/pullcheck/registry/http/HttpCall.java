package io.pullcheck.registry.http;

import io.pullcheck.config.Endpoint;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One HTTP request to send.
///
/// @param form the body of a POST, already encoded
/// @param bodyLimit the most bytes of the answer's body that are read, after decompression; of an
///   answer other than 200 only the beginning
/// @param reach how far it may go
/// @param endpoint how the registry or mirror is connected to on whose behalf it is sent; its
///   certificates count for its token server and its redirects too, as in containerd
public record HttpCall(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<String> form,
    int bodyLimit,
    Reach reach,
    Endpoint endpoint) {

  // A host with an underscore, which Go requests and [URI] takes for no host.
  private static final Pattern WITH_UNDERSCORE =
      Pattern.compile("([A-Za-z0-9._-]*_[A-Za-z0-9._-]*)(?::([0-9]{1,5}))?");

  public HttpCall {
    headers = Map.copyOf(headers);
  }

  private HttpCall(
      String method, URI uri, Map<String, String> headers, Optional<String> form, int bodyLimit) {
    this(method, uri, headers, form, bodyLimit, Reach.ANYWHERE, Endpoint.PLAIN_TLS);
  }

  public static HttpCall head(URI uri, Map<String, String> headers) {
    return new HttpCall("HEAD", uri, headers, Optional.empty(), 0);
  }

  public static HttpCall get(URI uri, Map<String, String> headers) {
    return new HttpCall("GET", uri, headers, Optional.empty(), BodyBudget.SMALL);
  }

  public static HttpCall post(URI uri, String form) {
    return new HttpCall("POST", uri, Map.of(), Optional.of(form), BodyBudget.SMALL);
  }

  public HttpCall bodyLimit(int bytes) {
    return new HttpCall(method, uri, headers, form, bytes, reach, endpoint);
  }

  public HttpCall within(Reach limit) {
    return new HttpCall(method, uri, headers, form, bodyLimit, limit, endpoint);
  }

  public HttpCall on(Endpoint behalf) {
    return new HttpCall(method, uri, headers, form, bodyLimit, reach, behalf);
  }

  /// The same request with these headers besides its own.
  public HttpCall authorized(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new HttpCall(method, uri, all, form, bodyLimit, reach, endpoint);
  }

  /// The same request by GET, without a body.
  public HttpCall byGet() {
    return new HttpCall("GET", uri, headers, Optional.empty(), bodyLimit, reach, endpoint);
  }

  /// The same request, sent to a redirect's target.
  ///
  /// @param sameOrigin false: the authorization is not sent along
  public HttpCall redirected(URI target, boolean sameOrigin) {
    Map<String, String> kept = new HashMap<>(headers);
    if (!sameOrigin) {
      kept.remove("Authorization");
    }
    return new HttpCall(method, target, kept, form, bodyLimit, reach, endpoint);
  }

  /// The host that a URL names, without its port; nothing if it names none, or a user besides.
  public static Optional<String> host(URI uri) {
    return uri.getHost() == null
        ? authority(uri).map(authority -> authority.group(1))
        : Optional.of(uri.getHost()).filter(_ -> uri.getUserInfo() == null);
  }

  /// The port that a URL is requested at: the scheme's own where the URL names none.
  public static int port(URI uri) {
    int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    int named =
        authority(uri)
            .map(authority -> authority.group(2))
            .map(Integer::parseInt)
            .orElse(uri.getPort());
    return named < 0 ? standard : named;
  }

  private static Optional<Matcher> authority(URI uri) {
    return Optional.ofNullable(uri.getRawAuthority())
        // Each check asks some ten times.
        .filter(authority -> authority.indexOf('_') >= 0)
        .map(WITH_UNDERSCORE::matcher)
        .filter(Matcher::matches);
  }
}
