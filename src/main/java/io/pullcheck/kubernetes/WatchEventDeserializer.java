package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/// Reads a watch's events straight into [ApiObject]s, as lists are read. The client's own way goes
/// over a map of everything that the object holds, which it turns into another class by recursion:
/// an object of a thousand levels would use up the stack.
final class WatchEventDeserializer extends ValueDeserializer<WatchEvent> {

  @Override
  public WatchEvent deserialize(JsonParser json, DeserializationContext context) {
    WatchEvent event = new WatchEvent();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "type" -> event.setType(json.getString());
        case "object" -> event.setObject(context.readValue(json, type(event)));
        default -> json.skipChildren();
      }
    }
    return event;
  }

  // The API server writes the type first.
  private static Class<?> type(WatchEvent event) {
    return "ERROR".equals(event.getType()) ? Status.class : ApiObject.class;
  }
}
