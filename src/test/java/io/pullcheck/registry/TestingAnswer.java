package io.pullcheck.registry;

import io.pullcheck.registry.Classification.ManifestAnswer;
import io.pullcheck.registry.auth.Authorization.Kind;
import io.pullcheck.registry.http.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An answer, made up step by step.
record TestingAnswer(
    String host,
    Kind auth,
    boolean byGet,
    int status,
    Map<String, List<String>> headers,
    String body,
    Optional<String> wanted) {

  static TestingAnswer head(int status) {
    return new TestingAnswer("reg.io", Kind.NONE, false, status, Map.of(), "", Optional.empty())
        .header("content-length", "7");
  }

  static TestingAnswer get(int status) {
    return new TestingAnswer("reg.io", Kind.NONE, true, status, Map.of(), "", Optional.empty());
  }

  Reply.Response response() {
    return new Reply.Response(status, headers, body, false, host);
  }

  NextStep step() {
    return Classification.manifest(
        new ManifestAnswer(host, auth, byGet, response(), wanted, Purpose.RESOLVE_BY_HEAD, 0),
        ClassificationTest.NOW);
  }

  TestingAnswer host(String other) {
    return new TestingAnswer(other, auth, byGet, status, headers, body, wanted);
  }

  TestingAnswer auth(Kind other) {
    return new TestingAnswer(host, other, byGet, status, headers, body, wanted);
  }

  TestingAnswer wants(String digest) {
    return new TestingAnswer(host, auth, byGet, status, headers, body, Optional.of(digest));
  }

  TestingAnswer says(String digest) {
    return header("docker-content-digest", digest);
  }

  TestingAnswer type(String mediaType) {
    return header("content-type", mediaType);
  }

  TestingAnswer challenge(String line) {
    return header("www-authenticate", line);
  }

  TestingAnswer header(String name, String value) {
    Map<String, List<String>> more = new HashMap<>(headers);
    more.put(name, List.of(value));
    return new TestingAnswer(host, auth, byGet, status, more, body, wanted);
  }

  TestingAnswer body(String mediaType, String text) {
    TestingAnswer typed = type(mediaType);
    return new TestingAnswer(host, auth, byGet, status, typed.headers, text, wanted);
  }

  TestingAnswer html() {
    return body("text/html", "<html><body>no</body></html>");
  }

  TestingAnswer error(String code, String message) {
    return body(
        "application/json",
        "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message));
  }

  @Override
  public String toString() {
    return (byGet ? "GET " : "HEAD ") + status + " " + auth + " " + headers + " " + body;
  }
}
