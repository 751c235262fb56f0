package io.pullcheck.scan;

import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The results as a JSON array; the README describes its objects.
final class JsonReport {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonReport() {}

  static String write(List<Result> results) {
    ArrayNode array = MAPPER.createArrayNode();
    results.forEach(result -> array.add(object(result)));
    return MAPPER.writeValueAsString(array) + "\n";
  }

  private static ObjectNode object(Result result) {
    ObjectNode object = MAPPER.createObjectNode();
    object.put("image", result.pull().image());
    object.put("state", result.state());
    object.put("reason", result.reason().orElse(null));
    object.put("registry", result.registry().orElse(null));
    object.put("digest", result.digest().orElse(null));
    object.put("checkedAt", result.checked().at().truncatedTo(ChronoUnit.SECONDS).toString());
    // An image that was named on the command line stands in no manifest.
    object.putArray("sources");
    return object;
  }
}
