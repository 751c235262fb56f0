package io.pullcheck.kubernetes.watch;

import io.pullcheck.kubernetes.ApiFailure;
import io.pullcheck.kubernetes.ApiObject;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of objects that nothing can be made of. Each is skipped, so that it decides about itself
/// alone, and looked at again when it changes.
///
/// @param counter is called with the kind in lower case for each version of such an object
record UnreadableObjects(Consumer<String> counter) {

  private static final Logger log = LoggerFactory.getLogger(UnreadableObjects.class);

  /// @param again whether its last version could not be read either; it is logged once
  void skipped(String kind, ApiObject object, boolean again, RuntimeException failure) {
    counter.accept(kind.toLowerCase(Locale.ROOT));
    if (!again) {
      log.atWarn()
          .addKeyValue("namespace", String.valueOf(object.namespace()))
          .addKeyValue("kind", kind)
          .addKeyValue("name", object.name())
          .addKeyValue("problem", ApiFailure.describe(failure))
          .log("object cannot be read; skipped until it changes");
    }
  }
}
