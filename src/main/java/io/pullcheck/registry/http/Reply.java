package io.pullcheck.registry.http;

import io.pullcheck.model.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What came of one HTTP request.
public sealed interface Reply {

  /// The detail of a failed TLS handshake with a server that does not speak TLS at all.
  String NO_TLS = "the port does not speak TLS";

  /// The detail of a connection that the server ended before it answered.
  String CLOSED = "it closed the connection";

  /// The detail of a TLS handshake that the server ended because of our certificate, or for want of
  /// one.
  String CLIENT_CERTIFICATE = "it asks for a client certificate that it accepts (clientCert)";

  /// Who was asked, and what came of it, in our own words: `registry.example.com: HTTP 503`.
  String described();

  /// The server answered.
  ///
  /// @param headers names in lower case
  /// @param body no more than the call's limit; never logged or shown
  /// @param fromPrivateAddress whether the server was connected to at a private address, and not
  ///   through a proxy
  /// @param host that answered, with its port if the URL names one
  record Response(
      int status,
      Map<String, List<String>> headers,
      String body,
      boolean fromPrivateAddress,
      String host)
      implements Reply {

    @Override
    public String described() {
      return host + ": HTTP " + status;
    }

    /// The first value of a header.
    public Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// All values of a header, in their order.
    public List<String> headerLines(String name) {
      return headers.getOrDefault(name, List.of());
    }

    /// The media type without parameters, in lower case; empty if there is none.
    public String mediaType() {
      String type = header("content-type").orElse("");
      int semicolon = type.indexOf(';');
      return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
  }

  /// There is no answer.
  ///
  /// @param reason one of `dns`, `connect`, `timeout`, `tls`, or `address_refused`,
  ///   `redirect_refused`
  /// @param detail in our own words
  /// @param host that failed, with its port if the URL names one; empty if the detail says it, or
  ///   none was asked
  record Failure(Reason reason, String detail, String host) implements Reply {

    public Failure(Reason reason, String detail) {
      this(reason, detail, "");
    }

    @Override
    public String described() {
      if (host.isEmpty()) {
        return detail;
      }
      return detail.isEmpty() ? host : host + ": " + detail;
    }
  }
}
