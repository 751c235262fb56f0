package io.pullcheck.registry;

import io.pullcheck.model.KnownRegistry;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import java.util.Map;

/// Asks at a registry's base URL whether a registry is there at all: a 404 without a registry's own
/// error may come from anything. A registry answers 200 or 401 there (distribution specification,
/// end-1). Asked once a host and minute.
record BaseCheck(RequestContext context) {

  NextStep.End settled(NextStep.End step) {
    return step instanceof NextStep.Unclear(Unavailable otherwise) ? settled(otherwise) : step;
  }

  private NextStep.End settled(Unavailable otherwise) {
    Origin origin = context.origin();
    // A mirror's 404 is no evidence anyway.
    if (origin.isMirror() || KnownRegistry.isNamed(origin.host())) {
      return new NextStep.Final(otherwise);
    }
    Boolean known = context.facts().registries.getIfPresent(origin.host());
    return known == null
        ? context.send(
            HttpCall.get(origin.root(), Map.of()).bodyLimit(0), reply -> settled(otherwise, reply))
        : settled(otherwise, known);
  }

  private NextStep.End settled(Unavailable otherwise, Reply reply) {
    return switch (reply) {
      case Reply.Failure failure -> Classification.failure(failure);
      case Reply.Response response -> {
        // A page with status 200 is that of a portal.
        boolean registry =
            response.status() == 401
                || (response.status() == 200 && !response.mediaType().equals("text/html"));
        context.facts().registries.put(context.origin().host(), registry);
        yield settled(otherwise, registry);
      }
    };
  }

  private static NextStep.End settled(Unavailable otherwise, boolean registry) {
    return new NextStep.Final(registry ? otherwise : Unavailable.of(Reason.NOT_A_REGISTRY));
  }
}
