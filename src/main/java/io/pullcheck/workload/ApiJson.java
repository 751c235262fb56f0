package io.pullcheck.workload;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/// Parses JSON of the API server, in UTF-8: whatever it stores can be read. Its objects hold what a
/// user wrote, and one that cannot be read would take all the others of its list with it.
///
/// Each parser has its own table of property names. Jackson's shared one would keep a user's names
/// for good, however long, and refuses names whose hashes collide.
public final class ApiJson extends JsonFactory {

  private static final long serialVersionUID = 1L;

  /// Go's decoder, by which the API server reads objects, refuses more than 10,000 levels. Around
  /// the object are a list, a watch event or a review.
  private static final int DEEPEST = 10_000 + 20;

  /// The API server limits the sizes of whole objects (requests of 3 MiB). Its `managedFields` have
  /// an object's values in their keys, so a name may be as long as any text.
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxNameLength(Integer.MAX_VALUE)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNumberLength(Integer.MAX_VALUE)
          .build();

  /// With Jackson's own defaults for all else.
  public static final ApiJson FACTORY = of(JsonFactory.builder());

  private ApiJson(JsonFactoryBuilder builder) {
    super(builder);
  }

  /// A factory with other settings than Jackson's own, and the same limits.
  public static ApiJson of(JsonFactoryBuilder builder) {
    return new ApiJson(
        builder
            .streamReadConstraints(LIMITS)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW));
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext context, IOContext memory, InputStream stream) {
    return parser(context, memory, stream, memory.allocReadIOBuffer(), 0, 0, true);
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext context, IOContext memory, byte[] text, int offset, int length) {
    return parser(context, memory, null, text, offset, offset + length, false);
  }

  private JsonParser parser(
      ObjectReadContext context,
      IOContext memory,
      @Nullable InputStream stream,
      byte[] buffer,
      int start,
      int end,
      boolean recycled) {
    return new UTF8StreamJsonParser(
        context,
        memory,
        context.getStreamReadFeatures(_streamReadFeatures),
        context.getFormatReadFeatures(_formatReadFeatures),
        stream,
        ByteQuadsCanonicalizer.createRoot().makeChild(_factoryFeatures),
        buffer,
        start,
        end,
        0,
        recycled);
  }
}
