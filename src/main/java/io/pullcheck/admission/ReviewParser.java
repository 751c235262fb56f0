package io.pullcheck.admission;

import io.pullcheck.workload.ApiJson;
import io.pullcheck.workload.PrunedJson;
import io.pullcheck.workload.Shape;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;

/// Reads an AdmissionReview (admission.k8s.io/v1) as a stream, into a tree of just what is needed.
final class ReviewParser {

  /// What a body turned out to be.
  sealed interface Parsed {
    record Ok(Review review) implements Parsed {}

    record Malformed(String reason) implements Parsed {}
  }

  // The API server's are UUIDs. What is echoed must survive the way there and back.
  private static final Pattern UID = Pattern.compile("[!-~]{1,253}");

  private static final Shape KIND = object(Set.of("group", "version", "kind"));
  private static final Shape REQUEST =
      object(
          Set.of("uid", "subResource", "operation", "namespace"),
          Map.entry("kind", KIND),
          Map.entry("object", WorkloadObject.SHAPE),
          Map.entry("oldObject", WorkloadObject.SHAPE));
  private static final Shape REVIEW =
      object(Set.of("apiVersion", "kind"), Map.entry("request", REQUEST));

  private final List<WorkloadKind> kinds;

  /// @param kinds that are looked at
  ReviewParser(Collection<WorkloadKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  Parsed parse(byte[] body) {
    try (JsonParser json = ApiJson.FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Parsed.Malformed("the body is not a JSON object");
      }
      JsonNode review = PrunedJson.read(json, REVIEW);
      if (json.nextToken() != null) {
        return new Parsed.Malformed("the body goes on after the review");
      }
      return parsed(review);
    } catch (JacksonException e) {
      return new Parsed.Malformed("the body is not valid JSON");
    }
  }

  private Parsed parsed(JsonNode review) {
    if (!text(review, "kind").equals("AdmissionReview")
        || !text(review, "apiVersion").equals("admission.k8s.io/v1")) {
      return new Parsed.Malformed(
          "the body is not an AdmissionReview of apiVersion admission.k8s.io/v1");
    }
    JsonNode request = review.path("request");
    if (!request.isObject()) {
      return new Parsed.Malformed("the review has no request");
    }
    if (!UID.matcher(text(request, "uid")).matches()) {
      return new Parsed.Malformed("the request has no usable uid");
    }
    return new Parsed.Ok(
        new Review(
            text(request, "uid"),
            kind(request.path("kind")),
            text(request, "subResource"),
            operation(text(request, "operation")),
            text(request, "namespace"),
            request.optional("object").map(WorkloadObject::new),
            request.optional("oldObject").map(WorkloadObject::new)));
  }

  private Optional<WorkloadKind> kind(JsonNode named) {
    return kinds.stream()
        .filter(each -> each.kind().equals(text(named, "kind")))
        .filter(each -> each.group().equals(text(named, "group")))
        .filter(each -> each.version().equals(text(named, "version")))
        .findFirst();
  }

  private static Review.Operation operation(String word) {
    return switch (word) {
      case "CREATE" -> Review.Operation.CREATE;
      case "UPDATE" -> Review.Operation.UPDATE;
      default -> Review.Operation.OTHER;
    };
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  @SafeVarargs
  private static Shape object(Set<String> texts, Map.Entry<String, Shape>... others) {
    Map<String, Shape> properties = new HashMap<>(Map.ofEntries(others));
    texts.forEach(name -> properties.put(name, Shape.Leaf.TEXT));
    return new Shape.Properties(properties, false);
  }
}
