package io.pullcheck.oracle;

import io.pullcheck.oracle.Images.Stored;
import io.pullcheck.registry.RecordedCase;
import io.pullcheck.registry.RecordedCase.Exchange;
import io.pullcheck.registry.RecordedCase.Message;
import io.pullcheck.registry.RecordedCase.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One check of a recorded case, played to whoever asks: a request is answered by what was recorded
/// for it, one after the other, the last for good. What earlier checks of the case were answered
/// counts where this one relied on it. Where the recording has a digest that is nothing's, there is
/// an image; what a pull fetches after the HEAD that was recorded is that image.
final class Replay implements Script {

  /// Of all recorded cases.
  static final String DIGEST = "sha256:" + "1a2b".repeat(16);

  private final List<List<Exchange>> checks = new ArrayList<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<String> unrecorded = new ArrayList<>();
  private final Images images = new Images();
  private final Stored image;

  /// @param number of the check, from 0
  Replay(RecordedCase recorded, int number) {
    recorded.steps().stream()
        .flatMap(step -> step instanceof Step.Check check ? Stream.of(check) : Stream.empty())
        .limit(number + 1L)
        .forEach(check -> checks.addFirst(check.exchanges()));
    image = image(type());
    checks.stream().flatMap(List::stream).forEach(this::store);
  }

  /// A manifest whose content was recorded is there by its digest, too.
  private void store(Exchange exchange) {
    String body = exchange.response().body();
    if (exchange.request().start().startsWith("GET ")
        && exchange.request().start().contains("/manifests/")
        && exchange.response().start().equals("200")) {
      images.put("manifests/" + Images.digest("SHA-256", body), answer(exchange.response()));
    }
  }

  /// The first media type of an image.
  private String type() {
    return checks.stream()
        .flatMap(List::stream)
        .filter(each -> each.response().start().equals("200"))
        .flatMap(each -> each.response().header("content-type").stream())
        .filter(type -> type.contains("manifest") || type.contains("index"))
        .findFirst()
        .orElse(Images.MANIFEST);
  }

  private Stored image(String type) {
    Stored single = images.image("linux", "amd64", "layer");
    String platform = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    String text =
        type.contains("index") || type.contains("list")
            ? images.index(single.descriptor(platform)).text().replace(Images.INDEX, type)
            : single.text().replace(Images.MANIFEST, type);
    return images.manifest(type, text);
  }

  /// What stands for the digest of the recording.
  String digest() {
    return image.digest();
  }

  /// What was asked for and has no recorded answer.
  synchronized List<String> unrecorded() {
    return List.copyOf(unrecorded);
  }

  @Override
  public synchronized Answer answer(Request request) {
    return recorded(request)
        .or(() -> byOtherMethod(request))
        .orElseGet(
            () -> {
              unrecorded.add(request.method() + " https://" + request.host() + request.target());
              return Answer.of(418);
            });
  }

  private Optional<Answer> recorded(Request request) {
    return checks.stream()
        .map(exchanges -> matching(exchanges, request.method(), request))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .map(found -> next(found, request));
  }

  private Answer next(List<Exchange> found, Request request) {
    int turn = asked.merge(key(request) + found.getFirst().request(), 1, Integer::sum) - 1;
    Message response = found.get(Math.min(turn, found.size() - 1)).response();
    return answer(response);
  }

  private static String key(Request request) {
    return request.method() + request.host() + request.target() + request.authorization();
  }

  private List<Exchange> matching(List<Exchange> exchanges, String method, Request request) {
    String start = method + " " + sorted("https://" + request.host() + request.target());
    return exchanges.stream()
        .filter(each -> sorted(replaced(each.request().start())).equals(start))
        .filter(
            each ->
                each.request().header("authorization").orElse("").equals(request.authorization()))
        .toList();
  }

  // Go's parameters are in another order.
  private static String sorted(String url) {
    int query = url.indexOf('?');
    return query < 0
        ? url
        : url.substring(0, query + 1)
            + Arrays.stream(url.substring(query + 1).split("&", -1))
                .sorted()
                .collect(Collectors.joining("&"));
  }

  /// What a HEAD has found can be fetched; of what has a digest, what the recording names is there.
  private Optional<Answer> byOtherMethod(Request request) {
    String what = request.path().replaceFirst(".*/(?=(manifests|blobs)/)", "");
    boolean content = what.matches("(manifests|blobs)/sha256:.*");
    return Stream.of("HEAD", "GET")
        .filter(method -> !method.equals(request.method()))
        .flatMap(method -> checks.stream().map(all -> matching(all, method, request)))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .map(found -> answer(found.getLast().response()))
        .or(() -> content ? Optional.of(images.answer(what)) : Optional.empty());
  }

  private Answer answer(Message response) {
    if (response.start().equals("closed")) {
      return Answer.of(0);
    }
    Answer answer = Answer.of(Integer.parseInt(response.start().substring(0, 3)));
    for (Map.Entry<String, List<String>> each : response.headers().entrySet()) {
      for (String value : each.getValue()) {
        answer = answer.and(each.getKey(), replaced(value));
      }
    }
    boolean ours =
        answer.status() == 200
            && (response.body().isEmpty()
                || response.header("docker-content-digest").filter(DIGEST::equals).isPresent());
    return answer.body(ours ? image.text() : replaced(response.body()));
  }

  private String replaced(String text) {
    return text.replace(DIGEST, image.digest());
  }
}
