package io.pullcheck.admission;

import io.pullcheck.workload.ApiJson;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.PrunedObject;
import io.pullcheck.workload.Shape;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
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

/// Reads an AdmissionReview (admission.k8s.io/v1) as a stream, into a tree of just what is needed.
final class ReviewParser {

  /// What a body turned out to be.
  sealed interface Parsed {
    record Ok(Review review) implements Parsed {}

    record Malformed(String reason) implements Parsed {}
  }

  /// What is read of an Eviction.
  private record DeleteOptions(List<String> dryRun) {}

  // The API server sends UUIDs. The uid is sent back, so it must be printable ASCII.
  private static final Pattern UID = Pattern.compile("[!-~]{1,253}");

  private static final Shape.Properties KIND = object(Set.of("group", "version", "kind"), Map.of());
  private static final Shape.Properties RESOURCE = object(Set.of("resource"), Map.of());
  private static final Shape.Properties REQUEST =
      object(
          Set.of("uid", "subResource", "operation", "namespace", "name"),
          Map.of(
              "kind",
              KIND,
              "resource",
              RESOURCE,
              "dryRun",
              Shape.Leaf.BOOLEAN,
              "object",
              WorkloadObject.shapeWith(List.of(DeleteOptions.class)),
              "oldObject",
              WorkloadObject.SHAPE));
  private static final Shape.Properties REVIEW =
      object(Set.of("apiVersion", "kind"), Map.of("request", REQUEST));

  private final KindTable table;

  /// @param table the kinds of object that are looked at
  ReviewParser(KindTable table) {
    this.table = table;
  }

  Parsed parse(byte[] body) {
    try (JsonParser json = ApiJson.FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Parsed.Malformed("the body is not a JSON object");
      }
      PrunedObject review = PrunedObject.read(json, REVIEW);
      if (json.nextToken() != null) {
        return new Parsed.Malformed("the body goes on after the review");
      }
      return parsed(review);
    } catch (JacksonException e) {
      return new Parsed.Malformed("the body is not valid JSON");
    }
  }

  private Parsed parsed(PrunedObject review) {
    if (!review.text("kind").equals("AdmissionReview")
        || !review.text("apiVersion").equals("admission.k8s.io/v1")) {
      return new Parsed.Malformed(
          "the body is not an AdmissionReview of apiVersion admission.k8s.io/v1");
    }
    Optional<PrunedObject> found = review.object("request");
    if (found.isEmpty()) {
      return new Parsed.Malformed("the review has no request");
    }
    PrunedObject request = found.get();
    if (!UID.matcher(request.text("uid")).matches()) {
      return new Parsed.Malformed("the request has no usable uid");
    }
    return new Parsed.Ok(
        new Review(
            request.text("uid"),
            kinds(request.at("kind"), request.at("resource").text("resource")),
            table,
            request.text("subResource"),
            operation(request.text("operation")),
            request.text("namespace"),
            request.text("name"),
            request.isTrue("dryRun") || isDryRun(request.at("object.deleteOptions")),
            request.object("object").map(WorkloadObject::new),
            request.object("oldObject").map(WorkloadObject::new)));
  }

  // kubectl drain --dry-run=server says so in the Eviction alone, which is a request like any
  // other.
  private static boolean isDryRun(PrunedObject deleteOptions) {
    return !deleteOptions.as(DeleteOptions.class).dryRun().isEmpty();
  }

  private List<WorkloadKind> kinds(PrunedObject kind, String plural) {
    return table.of(kind.text("group"), kind.text("version"), kind.text("kind"), plural);
  }

  private static Review.Operation operation(String word) {
    return switch (word) {
      case "CREATE" -> Review.Operation.CREATE;
      case "UPDATE" -> Review.Operation.UPDATE;
      default -> Review.Operation.OTHER;
    };
  }

  private static Shape.Properties object(Set<String> texts, Map<String, Shape> others) {
    Map<String, Shape> properties = new HashMap<>(others);
    texts.forEach(name -> properties.put(name, Shape.Leaf.TEXT));
    return new Shape.Properties(properties, false);
  }
}
