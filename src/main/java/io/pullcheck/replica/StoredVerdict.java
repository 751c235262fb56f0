package io.pullcheck.replica;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A verdict as it stands in a fleet's store, before it is signed.
///
/// @param cluster whose check has found it: `--cluster-name`
public record StoredVerdict(CheckedVerdict found, String cluster) {

  // Cluster names, reasons and our own words are short: what is longer is none of ours.
  private static final int LONGEST = 4096;
  private static final int LONGEST_DETAIL = 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public StoredVerdict {
    Objects.requireNonNull(cluster, "cluster");
    if (found.verdict() instanceof Verdict.Inconclusive) {
      throw new IllegalArgumentException("an inconclusive verdict is not worth remembering");
    }
  }

  boolean isAvailable() {
    return found.verdict() instanceof Verdict.Available;
  }

  /// When the state began of which it speaks.
  Instant since() {
    return found.since().orElse(found.at());
  }

  /// The words of the stored form; times are milliseconds since 1970. A field that says nothing is
  /// an empty text.
  private record Text(
      String state,
      String reason,
      String detail,
      String digest,
      long at,
      long since,
      String cluster) {}

  String text() {
    long at = found.at().toEpochMilli();
    long since = since().toEpochMilli();
    return JSON.writeValueAsString(
        switch (found.verdict()) {
          case Verdict.Available _ ->
              new Text(
                  State.AVAILABLE.word(),
                  "",
                  "",
                  found.lastDigest().orElse(""),
                  at,
                  since,
                  cluster);
          case Verdict.Unavailable unavailable ->
              new Text(
                  unavailable.state().word(),
                  unavailable.reason().word(),
                  shortened(unavailable.detail()),
                  found.lastDigest().orElse(""),
                  at,
                  since,
                  cluster);
          case Verdict.Inconclusive _ -> throw new AssertionError("refused by the constructor");
        });
  }

  private static String shortened(String detail) {
    return detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
  }

  /// Reads [#text]; nothing if it is none, or of a later version with words that this one does not
  /// know.
  static Optional<StoredVerdict> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return verdict(JSON.readValue(text, Text.class));
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private static Optional<StoredVerdict> verdict(Text text) {
    Optional<String> digest = Optional.of(text.digest()).filter(ContentDigest::isDigest);
    Optional<State> state = find(State.values(), text.state(), State::word);
    return state
        .flatMap(
            is ->
                is == State.AVAILABLE
                    ? Optional.of(new Verdict.Available(digest))
                    : find(Reason.values(), text.reason(), Reason::word)
                        .map(why -> new Verdict.Unavailable(is, why, text.detail())))
        .map(
            verdict ->
                new StoredVerdict(
                    new CheckedVerdict(
                        verdict,
                        Instant.ofEpochMilli(text.at()),
                        Optional.of(Instant.ofEpochMilli(text.since())),
                        verdict instanceof Verdict.Available ? Optional.empty() : digest),
                    text.cluster()));
  }

  private static <T> Optional<T> find(T[] values, String word, Function<T, String> words) {
    return Arrays.stream(values).filter(each -> words.apply(each).equals(word)).findFirst();
  }
}
